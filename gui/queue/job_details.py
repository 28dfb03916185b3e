"""The area below the queue that says in full what happened to the selected row and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.model.errors import Kind
from core.model.jobs import Reason, State
from core.model.reports import JobRow
from core.model.requests import OnExisting
from gui.queue import choices as queue_choice
from gui.queue import delegates, job_text
from gui.queue import text as queue_text
from gui.queue.text import QueueLine
from gui.text import phrases
from gui.widgets import icons, style
from gui.widgets.plain import PlainLabel

_ICON = 24
#: Asking again does not change these: somebody else changed what they are about.
_HOPELESS = frozenset({Reason.CHANGED, Reason.STILL_THERE})


class JobDetails(QFrame):
    """One sentence, its technical detail, and the ways out. Hidden for a row of which nothing more is to be said.

    Signals:
        retry: the user wants the row tried again.
        choose: the user wants it tried again with this `OnExisting` for the target that exists.
    """

    retry = Signal()
    choose = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: QueueLine | None = None
        self.setAccessibleName(self.tr("Details of the selected row"))
        self._sign = PlainLabel()
        self.sentence = _text()
        self.sentence.setAccessibleName(self.tr("What happened and what to do"))
        self.detail = _text()
        self.detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.detail.setAccessibleName(self.tr("Technical details"))
        self.retry_button = QPushButton(self.tr("Retry"))
        self.retry_button.clicked.connect(self.retry)
        self.overwrite_button = self._choice(
            OnExisting.OVERWRITE, self.tr("Try again and replace the object at the target")
        )
        self.both_button = self._choice(
            OnExisting.KEEP_BOTH, self.tr("Try again under a name that is free, such as “a (2).txt”")
        )
        self.skip_button = self._choice(OnExisting.SKIP, self.tr("Leave the target as it is, and be done with it"))
        self.copy_button = QPushButton(self.tr("Copy details"))
        self.copy_button.clicked.connect(self._copy)
        self._lay_out()
        self.show_line(None)

    def show_line(self, line: QueueLine | None) -> None:
        """Tell about another row."""
        self._line = line
        said = job_text.explanation(line) if line is not None else ""
        self.setVisible(bool(said))
        if line is None or not said:
            return
        self.sentence.setText(said)
        technical = phrases.detail(line.error) if line.error is not None else ""
        self.detail.setText(technical)
        self.detail.setVisible(bool(technical))
        exists = _exists(line)
        self.retry_button.setText(self.tr("Retry failed") if line.expands else self.tr("Retry"))
        self.retry_button.setVisible(queue_choice.may_retry(line) and not exists and not _is_hopeless(line))
        for button in (self.overwrite_button, self.both_button, self.skip_button):
            button.setVisible(exists)
        self.copy_button.setVisible(line.row.state is not State.DONE or bool(line.lost))
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
            queue_text.whole_task(self._line),
            queue_text.mode(self._line),
            self.sentence.text(),
            self.detail.text() if self._line.error is not None else "",
        ]
        if isinstance(row, JobRow):
            told += [f"{line.name}: {line.text}" for line in job_text.lines(row, None)]
        return "\n".join(word for word in told if word)

    # ------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(style.STEP // 2)
        texts.addWidget(self.sentence)
        texts.addWidget(self.detail)
        buttons = QHBoxLayout()
        for button in (
            self.retry_button,
            self.overwrite_button,
            self.both_button,
            self.skip_button,
            self.copy_button,
        ):
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
        colour = delegates.state_colour(tints, self._line)
        sign = delegates.state_icon(self._line)
        self._sign.setPixmap(icons.pixmap(sign, _ICON, colour, ratio=self.devicePixelRatioF()))
        self._sign.setAccessibleName(queue_text.state(self._line))

    def _choice(self, choice: OnExisting, tip: str) -> QPushButton:
        button = QPushButton(phrases.on_existing(choice))
        button.setToolTip(tip)
        button.clicked.connect(lambda: self.choose.emit(choice))
        return button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())


def _text() -> QLabel:
    label = PlainLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _exists(line: QueueLine) -> bool:
    """Whether it failed only because the target exists."""
    refused = line.refused is not None and line.refused.reason is Reason.EXISTS
    return refused or (line.error is not None and line.error.kind is Kind.EXISTS)


def _is_hopeless(line: QueueLine) -> bool:
    return line.refused is not None and line.refused.reason in _HOPELESS
