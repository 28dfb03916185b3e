"""Which tasks the queue shows: by their state, and by a text in their names. Shows and reads; hides nothing itself."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from core.model.jobs import State
from core.model.reports import BatchRow
from gui.queue.text import QueueLine, whole_task
from gui.text import summaries as outcomes
from gui.widgets import style


class Group(StrEnum):
    """The states that are looked for together."""

    ALL = "all"
    RUNNING = "running"
    WAITING = "waiting"
    BAD = "bad"
    DONE = "done"


_STATES = {
    Group.RUNNING: frozenset({State.RUNNING}),
    Group.WAITING: frozenset({State.WAITING, State.PAUSED}),
    Group.BAD: frozenset({State.FAILED, State.REFUSED, State.CANCELLED}),
    Group.DONE: frozenset({State.DONE, State.SKIPPED}),
}


class FilterBar(QWidget):
    """A choice and a search field.

    Signals:
        changed: other tasks are to be seen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = QComboBox()
        for part in (self.group, self.group.view()):
            part.setAccessibleName(self.tr("Tasks that are shown"))
        for group, text in (
            (Group.ALL, self.tr("All tasks")),
            (Group.RUNNING, self.tr("Running")),
            (Group.WAITING, self.tr("Waiting or paused")),
            (Group.BAD, self.tr("Not done")),
            (Group.DONE, self.tr("Done")),
        ):
            self.group.addItem(text, group)
        self.needle = QLineEdit()
        self.needle.setPlaceholderText(self.tr("Search the queue"))
        self.needle.setAccessibleName(self.tr("Search the queue"))
        self.needle.setClearButtonEnabled(True)
        self.needle.setFixedWidth(150)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.STEP // 2)
        row.addWidget(self.group)
        row.addWidget(self.needle)
        self.group.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.needle.textChanged.connect(lambda _: self.changed.emit())

    @property
    def hides(self) -> bool:
        """Whether anything may be hidden."""
        return self.group.currentData() != Group.ALL or bool(self.needle.text().strip())

    def clear(self) -> None:
        """Show all tasks."""
        self.group.setCurrentIndex(0)
        self.needle.clear()

    def shows(self, line: QueueLine) -> bool:
        """Whether the task of a row is to be seen; what belongs to a folder is seen with it."""
        group = Group(self.group.currentData())
        needle = self.needle.text().strip().casefold()
        return _is_of(line.batch, group) and needle in whole_task(QueueLine(line.batch, None)).casefold()


def _is_of(batch: BatchRow, group: Group) -> bool:
    if group is Group.ALL:
        return True
    return batch.state in _STATES[group] or (group is Group.BAD and bool(outcomes.wrong(batch)))
