"""The practice's own health questions: written in the settings, asked with the others, screened like the others.

A yes leads either to a contraindication of the catalogue or to an alert in the practice's own sentence. What a place
forbids to ask is not asked: the question stays in the settings and says why (row C11 of the record standards).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rmt_notes.clinical.catalogue_safety import IntakeGroup
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.words import Words
from rmt_notes.i18n import _

OWN = "own."
"""Before the id of an own question, wherever keys of questions stand side by side; the finding of an alert has it
too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """One question. `reason` is shown to the client. `finding` is a contraindication of the catalogue that a yes
    finds, `alert` the practice's own sentence that a yes raises; with both empty the answer is kept and limits
    nothing. `asked` off keeps it for later."""

    id: str
    question: str = ""
    reason: str = ""
    finding: str = ""
    alert: str = ""
    asked: bool = True

    @property
    def key(self) -> str:
        """Its key among all questions."""
        return OWN + self.id

    def as_group(self) -> IntakeGroup:
        """The question in the shape of a grouped one, so that it is asked with the same means."""
        return IntakeGroup(
            key=self.key,
            label=Words(self.question, self.question),
            question=Words(self.question, self.question),
            reason=Words(self.reason, self.reason),
            items=(),
            source=(),
        )


def trouble_with(question: OwnQuestion, rules: Jurisdiction) -> str:
    """Why a question is not asked here, as a sentence; empty where it may be."""
    if not question.question.strip():
        return _("There are no words yet; it is not asked.")
    terms = rules.intake.terms_in(question.question)
    if terms:
        return _(
            "“{term}” is something that may not be asked here: massage does not depend on it, or infection control "
            "covers it already. It is not on the form. Ask about signs of today, or about what changes the treatment."
        ).format(term=terms[0])
    if rules.intake.reasons_shown and not question.reason.strip():
        return _("Say why you ask: the reason is shown to the client. Until then it is not asked.")
    return ""


def asked_here(questions: Iterable[OwnQuestion], rules: Jurisdiction) -> tuple[OwnQuestion, ...]:
    """The questions that are asked: those in use, with words and a reason, and nothing that may not be asked."""
    return tuple(each for each in questions if each.asked and not trouble_with(each, rules))
