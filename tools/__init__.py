"""Commands for those who work on the program; nothing here is part of what a therapist installs."""
