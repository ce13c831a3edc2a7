"""The screens and everything they are made of: the only place of Qt."""
