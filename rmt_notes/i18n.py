"""The bridge to gettext: every word a user sees passes through here.

`_` translates a sentence, `_n` one with a number, `_p` one whose meaning needs a context. A page can be printed in
another language than
the screen's with `language_of`. Catalogue words carry their languages themselves (`Words`) and are chosen by
`current()`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from rmt_notes import resources

DOMAIN = "rmt_notes"
LANGUAGES = ("en", "fr")

_language: ContextVar[str | None] = ContextVar("language", default=None)
_screen_language = "en"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    folder = resources.path("locale")
    return gettext.translation(DOMAIN, localedir=str(folder), languages=[language], fallback=True)


def is_translated(language: str) -> bool:
    """Whether the screens can speak `language`: English always, others once their words are bundled."""
    return language == "en" or type(_translations(language)) is not gettext.NullTranslations


def spoken(wanted: str) -> str:
    """`wanted` where the screens can speak it, else English: dates and catalogue words of one language among the
    sentences of another help nobody."""
    return wanted if wanted in LANGUAGES and is_translated(wanted) else "en"


def current() -> str:
    """The language in force here: `en` or `fr`."""
    return _language.get() or _screen_language


def choose(language: str) -> None:
    """Set the language of the screens.

    Raises:
        ValueError: for a language the program does not speak.
    """
    global _screen_language
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    _screen_language = language


@contextmanager
def language_of(language: str) -> Iterator[None]:
    """Print something in `language` whatever the screens speak."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def _(message: str) -> str:
    """The sentence in the language in force."""
    return _translations(current()).gettext(message) if message else ""


def _n(singular: str, plural: str, number: int) -> str:
    """The sentence for `number` things; fill `{number}` yourself."""
    return _translations(current()).ngettext(singular, plural, number)


def _p(context: str, message: str) -> str:
    """The sentence where the same English words need two translations."""
    return _translations(current()).pgettext(context, message)
