"""Deletes objects and folders, never unasked. It looks before it asks, and blocks nothing.

One object is named in a question that says whether it can be taken back. Folders and several objects go through the
plan, which counts them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from core.model.reports import Preview
from core.model.requests import DeleteRequest, JobKind, PrefixRequest
from core.model.values import Expected
from core.rules.estimate import Estimate
from gui.actions import plan_text
from gui.actions.counting import Looked, look
from gui.qt.contracts import EngineApi, PlanningApi
from gui.qt.tasks import Request, Tasks
from gui.text import phrases
from gui.text.place import Item, ItemKind, shown
from gui.widgets import icons, messages, style
from gui.widgets.notice_bar import Tone
from gui.widgets.plain import PlainLabel
from gui.widgets.remark import Remark

_WIDTH, _ICON = 500, 32


class DeleteDialog(QDialog):
    """Names one object. Enter and Escape keep it, so that it is never deleted by a slip.

    Signals:
        agreed: the user wants it deleted.
        look_wanted: the user wants the object to be looked at once more.
    """

    agreed = Signal()
    look_wanted = Signal()

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Delete object"))
        self.question = PlainLabel(self.tr("Delete “{name}”?").format(name=shown(item.name)))
        self.facts = PlainLabel(phrases.place(item.ref))
        self.remark = Remark(self.tr("What deleting means"))
        self.buttons = QDialogButtonBox()
        self.keep = self.buttons.addButton(self.tr("&Keep"), QDialogButtonBox.ButtonRole.RejectRole)
        self.again = self.buttons.addButton(self.tr("&Retry"), QDialogButtonBox.ButtonRole.ActionRole)
        self.yes = self.buttons.addButton(self.tr("&Delete"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.keep.setDefault(True)
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        self.again.clicked.connect(self.look_wanted)
        self.keep.setFocus()
        self.show_looking()

    def _lay_out(self) -> None:
        font = self.question.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setWeight(font.Weight.DemiBold)
        self.question.setFont(font)
        for label in (self.question, self.facts):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        sign = PlainLabel()
        colour = style.tints(self.palette()).bad
        sign.setPixmap(icons.pixmap("remove", _ICON, colour, ratio=self.devicePixelRatioF()))
        said = QVBoxLayout()
        said.setSpacing(style.STEP)
        for part in (self.question, self.facts, self.remark):
            said.addWidget(part)
        top = QHBoxLayout()
        top.setSpacing(2 * style.STEP)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(said, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addLayout(top)
        whole.addStretch(1)
        whole.addWidget(self.buttons)
        self.setFixedWidth(_WIDTH)

    # ------------------------------------------------------------ what a controller shows

    def show_looking(self) -> None:
        """Whether it can be taken back is being found out."""
        self._say(self.tr("Looking whether the bucket keeps versions…"), can_go_on=False)

    def show_preview(self, preview: Preview, estimate: Estimate | None = None) -> None:
        """What deleting will do, and what that takes."""
        info = preview.source
        if info is not None:
            facts = (phrases.place(info.ref), phrases.size(info.size), phrases.when(info.modified))
            self.facts.setText("\n".join((facts[0], " · ".join(fact for fact in facts[1:] if fact))))
        if preview.refused is not None:
            self._say(phrases.refusal(preview.refused), "error", can_go_on=False)
        elif preview.leaves_marker:
            hidden = self.tr(
                "The bucket keeps versions: the object is hidden behind a delete marker. "
                "This can be undone, and the bytes stay and are still charged."
            )
            self._say(hidden + plan_text.cost_below(estimate))
        else:
            gone = self.tr("The bucket keeps no versions: this cannot be undone.")
            self._say(gone + plan_text.cost_below(estimate), "warning")

    def show_failure(self, text: str) -> None:
        """It could not be found out what deleting means, so nothing is deleted."""
        self._say(text, "error", can_go_on=False)
        self.again.show()

    def _say(self, text: str, tone: Tone = "info", *, can_go_on: bool = True) -> None:
        self.remark.say(text, tone)
        self.again.hide()
        self.yes.setEnabled(can_go_on)

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()


class DeleteController(QObject):
    """Asks, and has it deleted.

    Signals:
        queued: the id of the batch, and how many were queued.
        refused: the sentence that says why nothing is deleted.
        failed: the exception of the queue.
    """

    queued = Signal(int, int)
    refused = Signal(str)
    failed = Signal(object)

    def __init__(
        self, engine: EngineApi, planning: PlanningApi, *, browse: Tasks, clerk: Tasks, window: QWidget
    ) -> None:
        super().__init__(window)
        self._engine, self._planning = engine, planning
        self._browse, self._clerk, self._window = browse, clerk, window

    def delete(self, items: Sequence[Item]) -> None:
        """Ask about these rows of one pane, and delete them when the user agrees."""
        if any(item.kind is ItemKind.BUCKET for item in items):
            self.refused.emit(self.tr("Buckets are not deleted here: open one, and delete what is in it."))
        elif len(items) == 1 and items[0].kind is ItemKind.OBJECT:
            self._ask(items[0])
        elif items:
            self._plan(items)

    def _plan(self, items: Sequence[Item]) -> None:
        """Objects are one batch, and each folder is another."""
        single = [DeleteRequest(item.ref) for item in items if item.kind is ItemKind.OBJECT]
        folders = [
            PrefixRequest(item.ref, item.ref, kind=JobKind.DELETE) for item in items if item.kind is ItemKind.PREFIX
        ]
        self._planning.show_plan([*single, *folders])

    def _ask(self, item: Item) -> None:
        dialog = DeleteDialog(item, self._window)
        question = _Question(self._engine, self._browse, dialog, item)
        dialog.agreed.connect(lambda: self._carry_out(question.request))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _carry_out(self, request: DeleteRequest) -> None:
        self._clerk.run(
            lambda _cancel: self._engine.submit(request),
            lambda batch: self.queued.emit(batch, 1),
            failed=self.failed.emit,
            owner=self,
        )


class _Question(QObject):
    """One dialog. What was shown to the user is what may be deleted, and nothing that took its place meanwhile."""

    def __init__(self, engine: EngineApi, browse: Tasks, dialog: DeleteDialog, item: Item) -> None:
        super().__init__(dialog)
        self._engine, self._browse, self._dialog = engine, browse, dialog
        self.request = DeleteRequest(item.ref)
        self._look: Request | None = None
        dialog.look_wanted.connect(self._ask)
        dialog.finished.connect(self._give_up)
        self._ask()

    def _ask(self) -> None:
        self._dialog.show_looking()
        request = self.request
        self._look = self._browse.run(
            lambda cancel: look(self._engine, request, cancel, refine=_as_seen),
            self._take,
            failed=self._fail,
            owner=self,
        )

    def _take(self, looked: Looked) -> None:
        self.request = _as_seen(looked.preview) or self.request
        self._dialog.show_preview(looked.preview, looked.estimate)

    def _fail(self, problem: Exception) -> None:
        self._dialog.show_failure(messages.sentence(problem))

    def _give_up(self) -> None:
        if self._look is not None:
            self._look.drop()


def _as_seen(preview: Preview) -> DeleteRequest | None:
    """The deletion of that which was looked at."""
    found = preview.source
    return None if found is None else DeleteRequest(preview.request.source, expect=Expected.of(found))
