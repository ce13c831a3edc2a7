"""The screens: they show the record and ask the store for it; they never touch it themselves."""
