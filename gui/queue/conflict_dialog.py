"""The question what to do about a target that exists. It shows and asks; it looks nothing up itself."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.model.reports import JobRow
from core.model.requests import JobKind, OnExisting
from core.model.values import ObjectInfo
from gui.queue import conflict_text
from gui.text import choices as choice_text
from gui.text import names, phrases
from gui.text.translate import together
from gui.widgets import messages, style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import enlarge, only_when_focused, wrapped

_WIDTH = 720
#: What was typed for something else has been typed by then.
_CALM_MS = 1000
_ROWS = ("place", "size", "changed", "class")


class Side(StrEnum):
    """The two objects of a question."""

    SOURCE = "source"
    TARGET = "target"


class ConflictDialog(QDialog):
    """Source and target side by side. It is used again for the next question.

    It is not modal and may appear while other things are typed, so at first no key chooses anything but a letter with
    Alt. After a moment Enter skips: that touches nothing, and a retry in the queue asks again.

    Signals:
        answered: what to do (an `OnExisting`), and whether it holds for all copies of the batch.
        put_off: the user decides later.
    """

    answered = Signal(object, bool)
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The target exists"))
        self.setModal(False)
        self._infos: dict[Side, ObjectInfo] = {}
        self.heading = wrapped()
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cells = {(side, row): wrapped() for side in Side for row in _ROWS}
        self.content = wrapped()
        self.other_name = wrapped()
        self.for_all = QCheckBox()
        self.buttons = {
            OnExisting.SKIP: QPushButton(self.tr("&Skip existing")),
            OnExisting.KEEP_BOTH: QPushButton(self.tr("&Keep both")),
            OnExisting.DIFFERENT: QPushButton(self.tr("Overwrite if &different")),
            OnExisting.OVERWRITE: QPushButton(self.tr("&Overwrite")),
        }
        self.later = QPushButton(self.tr("Decide &later"))
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._offer_enter)
        self._lay_out()

    def ask(self, row: JobRow) -> None:
        """Ask about another copy; what is known of its two objects comes afterwards."""
        self._infos = {}
        self.heading.setText(conflict_text.question(row.target))
        for side, ref in ((Side.SOURCE, row.source), (Side.TARGET, row.target)):
            self.cells[side, "place"].setText(phrases.place(ref))
            for name in _ROWS[1:]:
                self.cells[side, name].setText("")
            self.cells[side, "size"].setText(self.tr("Looking…"))
        self.content.setText("")
        name = conflict_text.other_name(row.target)
        moves = self.tr("The original is deleted only after its copy was made and verified.")
        self.other_name.setText(together(name, moves if row.kind is JobKind.RENAME else ""))
        self.buttons[OnExisting.SKIP].setDefault(False)
        self.heading.setFocus()
        self._calm.start()
        self._fit()

    def _offer_enter(self) -> None:
        self.buttons[OnExisting.SKIP].setDefault(True)

    def show_count(self, count: int, *, more: bool) -> None:
        """How many copies of the batch wait for the same answer; `more` when others may follow."""
        self.for_all.setVisible(count > 1 or more)
        self.for_all.setText(
            self.tr("Do this for &all of this batch (%Ln so far)", None, count)
            if more
            else self.tr("Do this for &all of this batch (%Ln)", None, count)
        )

    def show_info(self, side: Side, info: ObjectInfo) -> None:
        """What one of the objects is."""
        self._infos[side] = info
        for each, known in self._infos.items():
            other = self._infos.get(Side.TARGET if each is Side.SOURCE else Side.SOURCE)
            self.cells[each, "size"].setText(conflict_text.size(known, other))
            self.cells[each, "changed"].setText(conflict_text.changed(known, other))
            self.cells[each, "class"].setText(names.storage_class(known.props.storage_class))
        if len(self._infos) == len(Side):
            self.content.setText(conflict_text.content(self._infos[Side.SOURCE], self._infos[Side.TARGET]))
        self._fit()

    def show_problem(self, side: Side, problem: Exception) -> None:
        """Why nothing is known of one of the objects; the question can be answered all the same."""
        self.cells[side, "size"].setText(messages.sentence(problem))
        self._fit()

    def reject(self) -> None:
        """Escape and the window's cross put the question off."""
        self.put_off.emit()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        enlarge(self.heading)
        muted = self.other_name.palette().ColorRole.PlaceholderText
        self.other_name.setForegroundRole(muted)
        self.content.setAccessibleName(self.tr("Whether the contents differ"))
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addWidget(self.heading)
        whole.addLayout(self._grid())
        whole.addWidget(self.content)
        whole.addWidget(self.other_name)
        whole.addStretch(1)
        whole.addWidget(self.for_all)
        whole.addWidget(self._button_row())
        self.resize(_WIDTH, self.sizeHint().height())

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * style.STEP)
        grid.setVerticalSpacing(style.STEP)
        names = {
            "place": self.tr("Name"),
            "size": self.tr("Size"),
            "changed": self.tr("Modified"),
            "class": self.tr("Storage class"),
        }
        titles = {Side.SOURCE: self.tr("To be copied"), Side.TARGET: self.tr("At the target")}
        for column, side in enumerate(Side, 1):
            title = PlainLabel(titles[side])
            font = title.font()
            font.setWeight(QFont.Weight.DemiBold)
            title.setFont(font)
            grid.addWidget(title, 0, column)
            grid.setColumnStretch(column, 1)
            for line, name in enumerate(_ROWS, 1):
                cell = self.cells[side, name]
                cell.setAccessibleName(
                    self.tr("{what}, {side}").format(what=names[name], side=titles[side])  # "Size, at the target"
                )
                cell.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                grid.addWidget(cell, line, column)
        for line, name in enumerate(_ROWS, 1):
            label = PlainLabel(names[name])
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, line, 0)
        return grid

    def _button_row(self) -> QDialogButtonBox:
        row = QDialogButtonBox()
        row.addButton(self.later, QDialogButtonBox.ButtonRole.ResetRole)
        for choice, button in self.buttons.items():
            row.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.setToolTip(choice_text.existing(choice))
            button.setAccessibleDescription(choice_text.existing(choice))
            button.clicked.connect(lambda _checked=False, chosen=choice: self._answer(chosen))
        self.later.setToolTip(self.tr("The queue keeps these copies. Retry them there to be asked again."))
        self.later.clicked.connect(self.reject)
        only_when_focused(self.later, *self.buttons.values())
        return row

    def _fit(self) -> None:
        """Grow as far as texts that came later need it; what the user has made larger stays so."""
        self._whole.activate()
        self.resize(self.width(), max(self.height(), self._whole.totalHeightForWidth(self.width())))

    def _answer(self, choice: OnExisting) -> None:
        for_all = self.for_all.isChecked() and self.for_all.isVisibleTo(self)
        self.for_all.setChecked(False)
        self.answered.emit(choice, for_all)
