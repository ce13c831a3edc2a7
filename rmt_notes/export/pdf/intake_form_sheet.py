"""Draws the fillable intake form. Imported when the first form is drawn."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import DECLINED, NO, YES
from rmt_notes.clinical.intake_form import MARK, IntakeForm, asked_on_paper, items_on_paper, mark_of, own_field
from rmt_notes.clinical.intake_sheet import ALLERGY_GROUP
from rmt_notes.clinical.own_questions import OwnQuestion
from rmt_notes.export.pdf.text import shown
from rmt_notes.export.pdf.typefaces import FACES, REGULAR, STRONG
from rmt_notes.i18n import _

WIDTH, HEIGHT = LETTER
EDGE = 54.0
RIGHT = WIDTH - EDGE
BOTTOM = 62.0
INK = SOFT = Color(0, 0, 0)  # a printer without greys loses nothing
LINE, GROUND = Color(0, 0, 0), Color(1, 1, 1)
BODY, SMALL, TITLE, HEAD = 10.0, 8.5, 16.0, 11.0
BOX = 13.0


class FormPages:
    """One form, page after page."""

    def __init__(self, form: IntakeForm) -> None:
        self._form = form
        self._file = io.BytesIO()
        self._canvas = Canvas(self._file, pagesize=LETTER, invariant=1, pageCompression=1)
        self._acro: Any = self._canvas.acroForm
        self._y = HEIGHT - EDGE
        self._page = 1

    def drawn(self) -> bytes:
        """The whole document."""
        self._canvas.setTitle(_("Health history form"))
        self._canvas.setAuthor(self._form.practice.name)
        self._head()
        self._words("words.reason", _("Why would you like a massage?"), 3)
        self._words("words.goals", _("What would you like to be able to do again, or more easily?"), 2)
        for key in asked_on_paper(self._form.left_out):
            self._question(key)
        for question in self._form.questions:
            self._own(question)
        self._words("words.other", _("Anything else about your health that we should know?"), 3)
        self._signature()
        self._foot()
        self._canvas.save()
        return self._file.getvalue()

    # -- words ------------------------------------------------------------------------------------------------------

    def _lines(self, words: str, size: float, weight: str, width: float) -> list[str]:
        lines: list[str] = []
        for part in shown(words, FACES.covers).split("\n"):
            line = ""
            for word in part.split(" "):
                longer = f"{line} {word}" if line else word
                if line and self._wide(longer, size, weight) > width:
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines

    @staticmethod
    def _runs(line: str, weight: str) -> list[tuple[str, str]]:
        """Stretches of a line by the face that has their letters."""
        runs: list[tuple[str, str]] = []
        for sign in line:
            face = FACES.face_for(sign, weight) or FACES.font(weight)
            if runs and runs[-1][0] == face.fontName:
                runs[-1] = (face.fontName, runs[-1][1] + sign)
            else:
                runs.append((face.fontName, sign))
        return runs

    def _wide(self, line: str, size: float, weight: str) -> float:
        return sum(self._canvas.stringWidth(run, name, size) for name, run in self._runs(line, weight))

    def _height(self, words: str, size: float, weight: str, width: float) -> float:
        return len(self._lines(words, size, weight, width)) * size * 1.36

    def _put(
        self, words: str, size: float, weight: str = REGULAR, *, left: float = EDGE, width: float = 0, ink: Color = INK
    ) -> None:
        """Write lines downwards from where we are."""
        for line in self._lines(words, size, weight, width or RIGHT - left):
            self._y -= size * 1.36
            x = left
            self._canvas.setFillColor(ink)
            for name, run in self._runs(line, weight):
                self._canvas.setFont(name, size)
                self._canvas.drawString(x, self._y + size * 0.3, run)
                x += self._canvas.stringWidth(run, name, size)

    def _need(self, height: float) -> None:
        """A new page, where this does not fit any more."""
        if self._y - height < BOTTOM:
            self._foot()
            self._canvas.showPage()
            self._page += 1
            self._y = HEIGHT - EDGE

    def _gap(self, height: float) -> None:
        self._y -= height

    # -- fields -----------------------------------------------------------------------------------------------------

    def _field(self, name: str, label: str, left: float, width: float, height: float, *, lines: bool = False) -> None:
        self._acro.textfield(
            name=name,
            tooltip=shown(label, FACES.covers),
            x=left,
            y=self._y - height,
            width=width,
            height=height,
            fontName="Helvetica",
            fontSize=10,
            borderWidth=0.7,
            borderColor=LINE,
            fillColor=GROUND,
            textColor=INK,
            forceBorder=True,
            fieldFlags="multiline" if lines else "",
            maxlen=4000 if lines else 400,
        )

    def _radios(self, name: str, label: str, choices: tuple[tuple[str, str], ...]) -> None:
        self._y -= BOX
        x = EDGE
        for value, words in choices:
            self._acro.radio(
                name=name,
                tooltip=shown(label, FACES.covers),
                value=value,
                selected=False,
                x=x,
                y=self._y,
                size=BOX,
                shape="square",
                buttonStyle="check",
                borderWidth=0.7,
                borderColor=LINE,
                fillColor=GROUND,
                textColor=INK,
                forceBorder=True,
                fieldFlags="noToggleToOff",
            )
            font = FACES.font(REGULAR).fontName
            self._canvas.setFillColor(INK)
            self._canvas.setFont(font, BODY)
            self._canvas.drawString(x + BOX + 5, self._y + 3, words)
            x += BOX + 5 + self._canvas.stringWidth(words, font, BODY) + 26

    def _words(self, name: str, label: str, lines: int) -> None:
        height = lines * 13 + 8.0
        self._need(height + 30)
        self._gap(8)
        self._put(label, HEAD, STRONG)
        self._gap(3)
        self._field(name, label, EDGE, RIGHT - EDGE, height, lines=True)
        self._gap(height + 4)

    def _question(self, key: str) -> None:
        group = catalogue().intake_groups[key]
        items = items_on_paper(key)
        first = self._item_height(items[0]) + 20 if items else 40
        width = RIGHT - EDGE
        reason = _("Why we ask: {reason}").format(reason=group.reason)
        needed = self._height(str(group.question), HEAD, STRONG, width) + self._height(reason, SMALL, REGULAR, width)
        self._need(needed + BOX + first + 24)
        self._gap(9)
        self._canvas.setStrokeColor(LINE)
        self._canvas.setLineWidth(0.4)
        self._canvas.line(EDGE, self._y, RIGHT, self._y)
        self._gap(5)
        self._put(str(group.question), HEAD, STRONG)
        self._put(reason, SMALL, ink=SOFT)
        self._gap(4)
        choices = ((YES, _("Yes")), (NO, _("No")), (DECLINED, _("I’d rather not say")))
        self._radios(f"group.{key}", str(group.question), choices)
        self._gap(5)
        if key == ALLERGY_GROUP:
            words = _("If yes: which ones, and what happens")
            self._put(words, SMALL, ink=SOFT)
            self._gap(2)
            self._field("allergies.detail", words, EDGE, width, 32, lines=True)
            self._gap(36)
        if items:
            self._put(_("If yes: tick what is true, and say where or since when."), SMALL, ink=SOFT)
            self._gap(3)
        for item in items:
            self._item(item)

    def _own(self, question: OwnQuestion) -> None:
        """One of the practice's own questions, with its reason and room for details."""
        width = RIGHT - EDGE
        reason = _("Why we ask: {reason}").format(reason=question.reason.strip())
        needed = self._height(question.question, HEAD, STRONG, width) + self._height(reason, SMALL, REGULAR, width)
        self._need(needed + BOX + 60)
        self._gap(9)
        self._canvas.setStrokeColor(LINE)
        self._canvas.setLineWidth(0.4)
        self._canvas.line(EDGE, self._y, RIGHT, self._y)
        self._gap(5)
        self._put(question.question.strip(), HEAD, STRONG)
        if question.reason.strip():
            self._put(reason, SMALL, ink=SOFT)
        self._gap(4)
        choices = ((YES, _("Yes")), (NO, _("No")), (DECLINED, _("I’d rather not say")))
        self._radios(own_field(question), question.question.strip(), choices)
        self._gap(5)
        label = _("If yes: details")
        self._put(label, SMALL, ink=SOFT)
        self._gap(2)
        words = _("Details: {what}").format(what=question.question.strip())
        self._field(f"detail.{own_field(question)}", words, EDGE, width, 18)
        self._gap(22)

    def _item_height(self, item: str) -> float:
        entry = catalogue().contraindications[item]
        return max(17.0, self._height(str(entry.question or entry.label), BODY, REGULAR, 292)) + 5

    def _item(self, item: str) -> None:
        entry = catalogue().contraindications[item]
        words = str(entry.question or entry.label)
        height = self._item_height(item)
        self._need(height)
        top = self._y
        self._acro.checkbox(
            name=f"item.{item}",
            tooltip=shown(words, FACES.covers),
            x=EDGE,
            y=top - BOX - 1,
            size=BOX,
            buttonStyle="check",
            borderWidth=0.7,
            borderColor=LINE,
            fillColor=GROUND,
            textColor=INK,
            forceBorder=True,
        )
        self._put(words, BODY, left=EDGE + BOX + 7, width=292)
        self._y = top
        label = _("Details: {what}").format(what=words)
        self._field(f"detail.{item}", label, EDGE + 326, RIGHT - EDGE - 326, 16)
        self._y = top - height

    # -- head and foot ----------------------------------------------------------------------------------------------

    def _head(self) -> None:
        practice = self._form.practice
        self._put(practice.name, HEAD, STRONG)
        contact = " · ".join(part for part in (practice.address, practice.phone, practice.email) if part)
        if contact:
            self._put(contact, SMALL, ink=SOFT)
        self._gap(8)
        self._put(_("Health history form"), TITLE, STRONG)
        self._put(_("For {name}").format(name=self._form.client_name), BODY)
        self._gap(4)
        how = _(
            "Fill this in on a computer, tablet or telephone, save it, and bring it or send it back as your practice "
            "told you. Leave out whatever you do not want to answer."
        )
        self._put(how, BODY)
        self._gap(4)
        for line in self._form.notice:
            self._put(line, SMALL, ink=SOFT)
        self._acro.textfield(
            name=MARK,
            value=mark_of(self._form.client_id),
            x=EDGE,
            y=HEIGHT - 20,
            width=2,
            height=2,
            borderWidth=0,
            fontName="Helvetica",
            fontSize=4,
            fieldFlags="readOnly",
            annotationFlags="hidden",
            maxlen=200,
        )

    def _signature(self) -> None:
        self._need(130)
        self._gap(12)
        self._put(_("Who filled this in?"), HEAD, STRONG)
        self._gap(4)
        who = (("client", _("The client")), ("guardian", _("Parent or guardian")), ("other", _("Somebody else")))
        self._radios("who", _("Who filled this in?"), who)
        self._gap(6)
        for name, label in (
            ("who.name", _("Name, if it was not the client")),
            ("signed.name", _("Your name, typed, as your signature: these answers are true as far as I know")),
        ):
            self._put(label, SMALL, ink=SOFT)
            self._gap(2)
            self._field(name, label, EDGE, RIGHT - EDGE, 18)
            self._gap(24)

    def _foot(self) -> None:
        font = FACES.font(REGULAR).fontName
        self._canvas.setFillColor(SOFT)
        self._canvas.setFont(font, SMALL)
        words = _("Health history form · page {page}").format(page=self._page)
        self._canvas.drawString(EDGE, 36, shown(words, FACES.covers))
