"""The health record as plain frozen values, its vocabularies and its rules; nothing here knows a database, a page or a
screen."""
