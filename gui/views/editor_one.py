"""Window floor: the editor of one object's properties. Asks the store and the engine through the tasks only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.clock import Cancel
from core.jobs import Reason, Refused, Skipped
from core.reports import Preview
from core.requests import CopyRequest, Edit
from core.values import ObjectInfo
from gui.models import editor_requests, editor_rules, editor_text
from gui.models.editor import Choices, ObjectForm, difference
from gui.models.editor_look import Reads, choices_of
from gui.models.editor_text import Remark
from gui.models.place import Item, shown
from gui.tasks import Request, Tasks
from gui.views import messages
from gui.views.editor_dialog import EditorDialog

#: So long nobody must have typed before the engine is asked what the change takes.
_PAUSE_MS = 300
_SIZE = (980, 700)


class Previews(Protocol):
    """What is asked of `core.engine.Engine`. It blocks on the network."""

    def preview(self, request: CopyRequest, cancel: Cancel | None = None) -> Preview: ...


@dataclass(frozen=True, slots=True)
class _Read:
    """The object as it was read, and what can be chosen for it."""

    info: ObjectInfo
    choices: Choices


class EditOneDialog(EditorDialog):
    """Reads an object, shows its fields, and says what a change of them does and takes.

    After it was accepted, `request` is what is to be queued, pinned to the object as it was read.
    """

    def __init__(
        self, engine: Previews, browser: Reads, tasks: Tasks, item: Item, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, many=False)
        self._engine, self._browser, self._tasks, self._item = engine, browser, tasks, item
        self._asked: Request | None = None
        self._read: _Read | None = None
        self._then: Callable[[], None] = self._follow
        self._kept = Edit()  # what was typed before the object was read again
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask_for_plan)
        self.setWindowTitle(self.tr("Edit properties of {name}").format(name=shown(item.name)))
        self.heading.setText(self.tr("What will change"))
        self.form.edited.connect(self._follow)
        self.again.clicked.connect(lambda: self._then())
        self.resize(*_SIZE)
        self._load()

    @property
    def edit(self) -> Edit:
        """What differs from the object as it was read."""
        return self.form.object_form().edit(self._read.info.props) if self._read is not None else self._kept

    @property
    def request(self) -> CopyRequest:
        """What is to be queued; it changes nothing while the object has not been read."""
        info = self._read.info if self._read is not None else None
        return editor_requests.of_object(self._item.ref, self.edit, info)

    @property
    def is_changed(self) -> bool:
        return not self.edit.is_empty

    def done(self, result: int) -> None:
        """Close the dialog, and give up what was asked of the store."""
        self._drop()
        super().done(result)

    # ------------------------------------------------------------ reading

    def _load(self) -> None:
        self._kept = self.edit
        self._drop()
        self.notice.show_busy(self.tr("Reading the properties…"))
        self.show_notice()
        self._show_count(0)
        ref, browser = self._item.ref, self._browser
        self._asked = self._tasks.run(
            lambda cancel: _Read(browser.stat(ref, cancel), choices_of(browser, ref.account, ref.bucket, cancel)),
            self._show_object,
            failed=self._show_failure,
            owner=self,
        )

    def _show_failure(self, problem: Exception) -> None:
        self._read = None
        self.notice.show_text("error", self.tr("The properties cannot be read"), messages.sentence(problem))
        self.notice.offer(self.tr("Retry"), self._load, is_first=True)
        self.show_notice()

    def _show_object(self, read: _Read) -> None:
        self._read = read
        form = ObjectForm.of(read.info.props, self._kept)
        self.form.show_object(form, read.info.props, read.choices)
        self.show_fields()
        self._follow()

    # ------------------------------------------------------------ following

    def _follow(self) -> None:
        """Something was typed: what was found out is about other values."""
        if self._read is None:
            return
        self._drop()
        info, form = self._read.info, self.form.object_form()
        edit = form.edit(info.props)
        changes = difference(info.props, edit)
        problems = editor_rules.of_object(form, info.props, self._read.choices.limits)
        self.form.say(problems)
        self.table.show_rows(
            [(editor_text.title(each), editor_text.before(each), editor_text.after(each)) for each in changes]
            or [(self.tr("Nothing yet"),)]
        )
        self._show_count(len(changes))
        self.again.hide()
        self.go_on.setEnabled(False)
        self.sum.setText(self.tr("%Ln field(s) must be corrected first.", None, len(problems)) if problems else "")
        if problems or not changes:
            self.remarks.show_remarks(())
            return
        self.remarks.show_remarks([Remark("info", self.tr("Finding out what this takes…"))])
        self._pause.start()

    def _ask_for_plan(self) -> None:
        request = self.request
        self._asked = self._tasks.run(
            lambda cancel: self._engine.preview(request, cancel),
            self._show_plan,
            failed=self._show_no_plan,
            owner=self,
        )

    def _show_plan(self, preview: Preview) -> None:
        if self._read is None:
            return
        plan = preview.refused or preview.plan
        if plan is None:
            return
        said = editor_text.remarks(plan, self.edit, self._read.info, self._read.choices)
        self.remarks.show_remarks(said)
        can_go_on = not isinstance(plan, Refused | Skipped)
        self.go_on.setEnabled(can_go_on)
        if isinstance(plan, Refused) and plan.reason is Reason.CHANGED:
            self._offer_again(self.tr("Read the object again"), self._load)

    def _show_no_plan(self, problem: Exception) -> None:
        self.remarks.show_remarks([Remark("refused", messages.sentence(problem))])
        self._offer_again(self.tr("Retry"), self._follow)

    # ------------------------------------------------------------ inside

    def _offer_again(self, text: str, then: Callable[[], None]) -> None:
        self.again.setText(text)
        self._then = then
        self.again.show()

    def _show_count(self, count: int) -> None:
        self.go_on.setText(editor_text.confirm(count))

    def _drop(self) -> None:
        self._pause.stop()
        if self._asked is not None:
            self._asked.drop()
            self._asked = None
