"""Languages that clients often ask for."""

from __future__ import annotations

from rmt_notes.i18n import _


def languages() -> tuple[tuple[str, str], ...]:
    """Languages often asked for; the value is the word itself, so that any other can be kept."""
    return tuple(
        (each, each)
        for each in (
            _("English"),
            _("French"),
            _("Arabic"),
            _("Cantonese"),
            _("Cree"),
            _("Farsi"),
            _("German"),
            _("Gujarati"),
            _("Hindi"),
            _("Inuktitut"),
            _("Italian"),
            _("Korean"),
            _("Mandarin"),
            _("Ojibwe"),
            _("Polish"),
            _("Portuguese"),
            _("Punjabi"),
            _("Russian"),
            _("Sign language"),
            _("Somali"),
            _("Spanish"),
            _("Tagalog"),
            _("Tamil"),
            _("Ukrainian"),
            _("Urdu"),
            _("Vietnamese"),
        )
    )
