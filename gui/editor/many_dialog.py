"""The editor of many objects' properties. Asks the store through the tasks only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from core.model.requests import CopyRequest, Edit, PrefixRequest
from core.model.values import ObjectRef
from core.rules.props import Change
from gui.editor import text as editor_text
from gui.editor import validation as editor_rules
from gui.editor.dialog import EditorDialog
from gui.editor.inspection import Looked, Looker, choices_of
from gui.editor.model import Choices, difference, edit_requests
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Request, Tasks
from gui.text.place import Item, leaf, shown
from gui.text.translate import together
from gui.widgets import messages, style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import only_when_focused

_SIZE = (1160, 700)
_SIDES = (520, 640)


class EditManyDialog(EditorDialog):
    """Asks for each field whether it is kept, set or removed, and shows what that changes of some objects.

    After it was accepted, `requests` is what is to be queued; objects that were looked at are pinned.
    """

    def __init__(self, browser: BrowserApi, tasks: Tasks, items: Sequence[Item], parent: QWidget | None = None) -> None:
        super().__init__(parent, many=True)
        self._browser, self._tasks, self._items = browser, tasks, tuple(items)
        self._above = items[0].key.removesuffix(leaf(items[0].key))  # the folder in which all of them lie
        self._asked: Request | None = None
        self._choices: Choices | None = None
        self._problems = 0  # fields that must be corrected
        self.looker = Looker(browser, tasks, self._items, self)
        self.progress = QProgressBar()
        self.looked = PlainLabel()
        self.stop_button = QPushButton()
        # However many fields and objects change in one turn of the event loop, the table is made once.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show_preview)
        self.setWindowTitle(self.tr("Edit properties of {what}").format(what=editor_text.what(self._items)))
        self.go_on.setText(self.tr("Continue…"))
        self._lay_out_progress()
        self.form.edited.connect(self._follow)
        self.looker.advanced.connect(self._soon.start)
        self.stop_button.clicked.connect(self._stop_or_go_on)
        self.resize(*_SIZE)
        self.split.setSizes(list(_SIDES))
        self._load()

    @property
    def edit(self) -> Edit:
        """The change for every object."""
        return self.form.many_form().edit()

    def requests(self) -> tuple[CopyRequest | PrefixRequest, ...]:
        """What is to be queued."""
        return edit_requests(self._to_edit, self.edit, self.looker.infos)

    @property
    def _to_edit(self) -> list[Item]:
        """What was chosen, without the folders that were found to hold nothing."""
        return [item for item in self._items if item.ref not in self.looker.empty]

    @property
    def is_changed(self) -> bool:
        return not self.edit.is_empty

    def done(self, result: int) -> None:
        """Close the dialog, and give up what was asked of the store."""
        if self._asked is not None:
            self._asked.drop()
        self.looker.stop()
        super().done(result)

    # ------------------------------------------------------------ making

    def _lay_out_progress(self) -> None:
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Objects that were looked at"))
        self.looked.setWordWrap(True)
        self.looked.setForegroundRole(self.looked.palette().ColorRole.PlaceholderText)
        only_when_focused(self.stop_button)
        for part in (self.progress, self.stop_button):
            part.hide()
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        row.addWidget(self.looked, 1)
        row.addWidget(self.stop_button)
        self.side.insertLayout(2, row)
        self.side.insertWidget(3, self.progress)

    def _load(self) -> None:
        self.notice.show_busy(self.tr("Reading what can be chosen…"))
        self.show_notice()
        first, browser = self._items[0], self._browser
        self._asked = self._tasks.run(
            lambda cancel: choices_of(browser, first.account, first.bucket, cancel),
            self._show_choices,
            failed=self._show_failure,
            owner=self,
        )

    def _show_failure(self, problem: Exception) -> None:
        self.notice.show_text("error", self.tr("The account cannot be read"), messages.sentence(problem))
        self.notice.offer(self.tr("Retry"), self._load, is_first=True)
        self.show_notice()

    def _show_choices(self, choices: Choices) -> None:
        self._choices = choices
        self.form.offer(choices)
        self.show_fields()
        self.looker.start()
        self._follow()

    # ------------------------------------------------------------ following

    def _follow(self) -> None:
        if self._choices is None:
            return
        edit, problems = self.edit, editor_rules.of_many(self.form.many_form(), self._choices.limits)
        self._problems = len(problems)
        self.form.say(problems)
        self._offer()
        self.remarks.show_remarks(tuple(editor_text.many(edit, self._choices)))
        self._soon.start()

    def _offer(self) -> None:
        """Whether it can go on, and if not, why; also what was looked at can change that."""
        self.go_on.setEnabled(not self._problems and not self.edit.is_empty and bool(self._to_edit))
        self.sum.setText(self._sum())

    def _sum(self) -> str:
        if not self._to_edit:
            return self.tr("There is no object to edit in what you chose.")
        if self._problems:
            return self.tr("%Ln field(s) must be corrected first.", None, self._problems)
        return self.tr("What is set to Keep is not touched.")

    def _show_preview(self) -> None:
        edit, seen = self.edit, self.looker.seen
        changes = [difference(each.info.props, edit) if each.info is not None else () for each in seen]
        self.heading.setText(
            self.tr(
                "Preview: %Ln object(s) change", None, sum(any(not each.is_kept for each in own) for own in changes)
            )
        )
        rows = [row for each, own in zip(seen, changes, strict=True) for row in self._rows(each, own)]
        nothing = self.tr("holds no object: nothing is queued for it")
        self.table.show_rows([*rows, *((self._name(folder), nothing) for folder in self.looker.empty)])
        self._offer()
        self.looked.setText(self._looked(len(seen)))
        self.progress.setRange(0, max(1, self.looker.wanted))
        self.progress.setValue(len(seen))
        self.progress.setVisible(self.looker.is_busy)
        can_stop = self.looker.is_busy
        self.stop_button.setVisible(can_stop or self.looker.has_more)
        self.stop_button.setText(self.tr("Stop looking") if can_stop else self.tr("Go on looking"))

    def _looked(self, count: int) -> str:
        said = self.tr("%Ln object(s) looked at.", None, count)
        left = self.looker.left + self.looker.wanted - count
        if self.looker.is_open and not left:
            return together(said, self.tr("The others follow when it is their turn."))
        if self.looker.is_open:
            return together(said, self.tr("More than %Ln other(s) follow when it is their turn.", None, left))
        return together(said, self.tr("%Ln other(s) follow when it is their turn.", None, left) if left else "")

    def _stop_or_go_on(self) -> None:
        if self.looker.is_busy:
            self.looker.stop()
        else:
            self.looker.start()
        self._soon.start()

    def _rows(self, seen: Looked, changes: tuple[Change, ...]) -> Iterator[tuple[str, ...]]:
        name = self._name(seen.ref)
        if seen.problem is not None:
            yield name, messages.sentence(seen.problem)
        elif not changes:
            yield name, self.tr("stays as it is")
        for change in changes:
            yield name, editor_text.title(change), editor_text.before(change), editor_text.after(change)

    def _name(self, ref: ObjectRef) -> str:
        return shown(ref.key.removeprefix(self._above)) or ref.bucket
