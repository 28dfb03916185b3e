"""The editor of one object's properties. Asks the store and the engine through the tasks only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.model.jobs import Reason, Refused, Skipped
from core.model.requests import CopyRequest, Edit
from core.model.values import ObjectInfo
from gui.actions import plan_text
from gui.actions.counting import Looked, look
from gui.editor import text as editor_text
from gui.editor import validation as editor_rules
from gui.editor.dialog import EditorDialog
from gui.editor.inspection import choices_of
from gui.editor.model import Choices, ObjectForm, difference, edit_request
from gui.editor.text import Remark
from gui.qt.contracts import BrowserApi, EngineApi
from gui.qt.tasks import Request, Tasks
from gui.text.place import Item, shown
from gui.widgets import messages

#: So long nobody must have typed before the engine is asked what the change takes.
_PAUSE_MS = 300
_SIZE = (980, 700)


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
        self, engine: EngineApi, browser: BrowserApi, tasks: Tasks, item: Item, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, many=False)
        self._engine, self._browser, self._tasks, self._item = engine, browser, tasks, item
        self._asked: Request | None = None
        self._read: _Read | None = None
        self._then: Callable[[], None] = self._follow
        self._kept = Edit()  # what was typed before the object was read again
        self._hurries = False
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
        return edit_request(self._item.ref, self.edit, info)

    @property
    def is_changed(self) -> bool:
        return not self.edit.is_empty

    def hurry(self) -> None:
        """Go on, or as soon as it is known what the change takes, unless that is something to be warned of."""
        if self._is_finding_out:
            self._hurries = True
            self.remarks.show_remarks([Remark("info", self.tr("Goes on as soon as it is known what this takes…"))])
        else:
            super().hurry()

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
        self._asked, self._read = None, read
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
            lambda cancel: look(self._engine, request, cancel),
            self._show_plan,
            failed=self._show_no_plan,
            owner=self,
        )

    def _show_plan(self, looked: Looked) -> None:
        self._asked = None
        if self._read is None:
            return
        plan = looked.preview.refused or looked.preview.plan
        if plan is None:
            return
        said = editor_text.remarks(plan, self.edit, self._read.info, self._read.choices)
        can_go_on = not isinstance(plan, Refused | Skipped)
        cost = plan_text.cost_line(looked.estimate) if can_go_on else ""
        self.remarks.show_remarks([*said, Remark("info", cost)] if cost else said)
        self.go_on.setEnabled(can_go_on)
        if can_go_on and self._hurries and all(remark.sign == "info" for remark in said):
            self.go_on.click()
        self._hurries = False
        if isinstance(plan, Refused) and plan.reason is Reason.CHANGED:
            self._offer_again(self.tr("Read the object again"), self._load)

    def _show_no_plan(self, problem: Exception) -> None:
        self._asked, self._hurries = None, False
        self.remarks.show_remarks([Remark("refused", messages.sentence(problem))])
        self._offer_again(self.tr("Retry"), self._follow)

    # ------------------------------------------------------------ inside

    def _offer_again(self, text: str, then: Callable[[], None]) -> None:
        self.again.setText(text)
        self._then = then
        self.again.show()

    def _show_count(self, count: int) -> None:
        self.go_on.setText(editor_text.confirm(count))

    @property
    def _is_finding_out(self) -> bool:
        return self._pause.isActive() or (self._read is not None and self._asked is not None)

    def _drop(self) -> None:
        self._hurries = False
        self._pause.stop()
        if self._asked is not None:
            self._asked.drop()
            self._asked = None
