"""Words of the clinical catalogue: the same meaning in every language of the program, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from rmt_notes import i18n


@dataclass(frozen=True, slots=True)
class Words:
    """One label or sentence of the catalogue. An empty `fr` means: not translated yet, the English is shown."""

    en: str
    fr: str = ""

    def text(self, language: str | None = None) -> str:
        """The words in `language` (`en` or `fr`); None takes the language in force."""
        chosen = language or i18n.current()
        return self.fr if chosen == "fr" and self.fr else self.en

    def without_brackets(self) -> Words:
        """The words before the first bracket."""
        return Words(self.en.partition(" (")[0], self.fr.partition(" (")[0])

    def __str__(self) -> str:
        return self.text()
