"""Window floor: the area below the queue that says in full what happened to the selected row and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.errors import Kind
from core.jobs import JobRow, Reason, State
from gui import icons, phrases, style
from gui.models import queue_choice, queue_text
from gui.models.queue_text import Line
from gui.texts import words

_ICON = 24
_BAD = (State.FAILED, State.REFUSED)


class JobDetails(QFrame):
    """One sentence, its technical detail, and the ways out. Hidden for a row of which nothing more is to be said.

    Signals:
        retry: the user wants the row tried again.
        overwrite: the user wants it tried again and the target replaced.
    """

    retry = Signal()
    overwrite = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Line | None = None
        self.setAccessibleName(self.tr("Details of the selected copy"))
        self._sign = QLabel()
        self.sentence = _text()
        self.sentence.setAccessibleName(self.tr("What happened and what to do"))
        self.detail = _text()
        self.detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.detail.setAccessibleName(self.tr("Technical details"))
        self.retry_button = QPushButton(self.tr("Retry"))
        self.retry_button.clicked.connect(self.retry)
        self.overwrite_button = QPushButton(self.tr("Overwrite"))
        self.overwrite_button.setToolTip(self.tr("Copy again and replace the object at the target"))
        self.overwrite_button.clicked.connect(self.overwrite)
        self.copy_button = QPushButton(self.tr("Copy details"))
        self.copy_button.clicked.connect(self._copy)
        self._lay_out()
        self.show_line(None)

    def show_line(self, line: Line | None) -> None:
        """Tell about another row."""
        self._line = line
        said = _sentence(line) if line is not None else ""
        self.setVisible(bool(said))
        if line is None or not said:
            return
        self.sentence.setText(said)
        technical = phrases.detail(line.error) if line.error is not None else ""
        self.detail.setText(technical)
        self.detail.setVisible(bool(technical))
        self.retry_button.setVisible(queue_choice.may_retry(line) and not _exists(line))
        self.overwrite_button.setVisible(_exists(line))
        self.copy_button.setVisible(line.row.state is not State.DONE)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def report(self) -> str:
        """Everything about the row as text, for a support request; it holds no secret."""
        if self._line is None:
            return ""
        row = self._line.row
        told = [
            phrases.status(row),
            f"{phrases.place(row.source)} → {phrases.place(row.target)}",
            queue_text.mode(self._line),
            self.sentence.text(),
            self.detail.text() if self._line.error is not None else "",
        ]
        if isinstance(row, JobRow):
            told.append(self.tr("%Ln request(s)", None, row.requests))
        return "\n".join(word for word in told if word)

    # ------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(style.STEP // 2)
        texts.addWidget(self.sentence)
        texts.addWidget(self.detail)
        buttons = QHBoxLayout()
        for button in (self.retry_button, self.overwrite_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        texts.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(4 * [style.STEP]))
        row.setSpacing(style.STEP)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _colour(self) -> None:
        if self._line is None:
            return
        tints = style.tints(self.palette())
        state = self._line.row.state
        colour = style.state_colour(tints, state)
        self._sign.setPixmap(icons.pixmap(icons.STATES[state], _ICON, colour, ratio=self.devicePixelRatioF()))
        self._sign.setAccessibleName(phrases.state(state))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())


def _text() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _sentence(line: Line) -> str:
    if line.more:
        return ""
    if line.error is not None:
        return phrases.headline(line.error)
    if line.refused is not None:
        return phrases.refusal(line.refused)
    wrong = sum(line.batch.counts.get(state, 0) for state in _BAD) if line.expands else 0
    if wrong:
        return words.tr("%Ln object(s) could not be copied. Open the folder to see why, or retry them.", None, wrong)
    return phrases.level_meaning(line.level) if line.level is not None else ""


def _exists(line: Line) -> bool:
    """Whether it failed only because the target exists."""
    refused = line.refused is not None and line.refused.reason is Reason.EXISTS
    return refused or (line.error is not None and line.error.kind is Kind.EXISTS)
