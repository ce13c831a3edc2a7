"""Why a technique is limited, in the catalogue's sentences: barred, only with a clearance, or with a modification."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.reasons import Ruling
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of


class ReasonBox(QWidget):
    """A soft ground with an icon and one sentence a line; hidden while there is nothing to say. A `plain` one only
    suggests."""

    def __init__(self, parent: QWidget | None = None, *, plain: bool = False) -> None:
        super().__init__(parent)
        self._grave = False
        self._plain = plain
        m = theme.metrics()
        line = QHBoxLayout(self)
        line.setContentsMargins(m.px(38), m.px(9), m.px(12), m.px(9))
        self._column = QVBoxLayout()
        self._column.setSpacing(m.px(4))
        line.addLayout(self._column)
        self._sentences: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def sentences(self) -> tuple[str, ...]:
        """What it says."""
        return self._sentences

    def show_sentences(self, sentences: Sequence[str], *, grave: bool = False, hints: Sequence[str] = ()) -> None:
        """Say these; `hints` follow in muted letters. Nothing to say hides it."""
        told = tuple(dict.fromkeys(sentence for sentence in (*sentences, *hints) if sentence))
        self._grave = grave
        if told != self._sentences:
            self._sentences = told
            while (item := self._column.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            for sentence in told:
                main = sentence in sentences
                self._column.addWidget(
                    Label(
                        sentence,
                        "body" if main else "hint",
                        "medium" if main else "regular",
                        token="text" if main else "muted",
                        wrap=True,
                    )
                )
            self.setAccessibleName(" ".join(told))
        self.setVisible(bool(told))
        self.update()

    def show_ruling(self, ruling: Ruling | None) -> None:
        """Say what holds for one technique; nothing where it is free."""
        if ruling is None:
            self.show_sentences(())
            return
        said = list(ruling.brief_sentences())
        said.extend(
            _("Depends on the settings: {reason}").format(reason=reason.sentence) for reason in ruling.conditions[:2]
        )
        actions = [reason.detail for reason in ruling.reasons if reason.detail][:3]
        self.show_sentences(said, grave=not ruling.allowed, hints=(*actions, *ruling.warnings[:2]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        token = "accent" if self._plain else "danger" if self._grave else "warning"
        paint_box(painter, QRectF(self.rect()), m.radius, theme.color(f"{token}_soft"), theme.color(f"{token}_line"))
        side = m.px(18)
        theme.paint_icon(
            painter,
            "info" if self._plain else "octagon-x" if self._grave else "triangle-alert",
            QRectF(m.px(11), m.px(10), side, side),
            theme.color(token).name(),
        )
        painter.end()
