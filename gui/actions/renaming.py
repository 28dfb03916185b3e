"""Gives objects and folders another name. It looks before it asks, and blocks nothing.

A store has no renaming: the engine copies, verifies, and deletes the old name. One object is queued from here; a
folder goes through the plan, which counts what it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from core.model.jobs import Refused, State
from core.model.ops import ObjectPage
from core.model.reports import Frame, JobRow, Preview
from core.model.requests import CopyRequest, JobKind, OnExisting, PrefixRequest
from core.model.values import ObjectRef
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.actions import plan_text, preview_text
from gui.actions.counting import Looked, look
from gui.qt.contracts import BrowserApi, EngineApi, PlanningApi
from gui.qt.tasks import Request, Tasks
from gui.queue import conflict_text
from gui.settings.preferences import Settings
from gui.text import phrases
from gui.text.naming import given, stem
from gui.text.place import Item, ItemKind, shown
from gui.text.translate import together, words
from gui.widgets import messages, style
from gui.widgets.name_dialog import NameDialog

#: What can be done when the name is taken; the first one loses nothing.
CHOICES = (OnExisting.KEEP_BOTH, OnExisting.OVERWRITE)


class RenameDialog(NameDialog):
    """Another name for an object or a folder; an object's ending is not selected, because it mostly stays."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        is_folder = item.kind is ItemKind.PREFIX
        title = self.tr("Rename folder") if is_folder else self.tr("Rename object")
        super().__init__(title, shown(str(item.home)), self.tr("Rename"), parent)
        self._item = item
        self._old = given(item)
        self._taken: ObjectRef | None = None
        self._by_choice: Mapping[OnExisting, Estimate | None] = {}
        self.choices = {choice: QRadioButton(phrases.on_existing(choice)) for choice in CHOICES}
        self._choice_row = QWidget()
        row = QHBoxLayout(self._choice_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * style.STEP)
        group = QButtonGroup(self)
        for button in self.choices.values():
            group.addButton(button)
            row.addWidget(button)
            button.toggled.connect(lambda _on: self._show_choice())
        row.addStretch(1)
        self.choices[OnExisting.KEEP_BOTH].setChecked(True)
        self.body.addWidget(self._choice_row)
        self._choice_row.hide()
        for before, after in pairwise([self.name, *self.choices.values()]):
            self.setTabOrder(before, after)
        self.begin(self._old, len(self._old) if is_folder else stem(self._old))

    @property
    def is_same(self) -> bool:
        """Whether the name is the one that the item has."""
        return self.name.text() == self._old

    @property
    def on_existing(self) -> OnExisting | None:
        """The choice for a name that is taken; None while no choice is asked for."""
        if self._choice_row.isHidden():
            return None
        return next(choice for choice, button in self.choices.items() if button.isChecked())

    # ------------------------------------------------------------ what a controller shows

    def show_looking(self) -> None:
        """The name is being looked at."""
        self._choice_row.hide()
        self.say(self.tr("Looking whether the name is free…"))

    def show_same(self) -> None:
        """The name is the old one."""
        self._choice_row.hide()
        self.say("")

    def show_preview(
        self,
        preview: Preview,
        estimate: Estimate | None = None,
        by_choice: Mapping[OnExisting, Estimate | None] = MappingProxyType({}),
    ) -> None:
        """What giving the name to the object will do and take; where the name is taken, what each choice takes."""
        self._taken, self._by_choice = preview.request.target, by_choice
        refused = preview_text.refused(preview, preview.plan)
        self._choice_row.setVisible(preview.target_exists and refused is None)
        if refused is not None:
            self.show_refusal(refused)
        elif preview.target_exists:
            self._show_choice()
        else:
            options = preview.request.options
            unreadable, stays = preview_text.hidden(preview, preview.plan, unread=options.unread)
            unproven = preview_text.lacks_proof(preview, preview.plan, options.trust)
            said = _unproven(preview) if unproven and not stays else _consequence(preview, unreadable, stays=stays)
            self.say(said + plan_text.cost_below(estimate), "warning" if unreadable or unproven else "info")

    def _show_choice(self) -> None:
        """What the choice for a name that is taken does and takes."""
        choice = self.on_existing
        if choice is None or self._taken is None:
            return
        question = self.tr("An object of this name is there already. Keep both, or replace it?")
        name = conflict_text.other_name(self._taken) if choice is OnExisting.KEEP_BOTH else ""
        self.say(together(question, name) + plan_text.cost_below(self._by_choice.get(choice)), "warning")

    def show_refusal(self, refused: Refused) -> None:
        """Why the object cannot get the name."""
        self.say(phrases.refusal(refused), "error", can_go_on=False)

    def show_folder(self, *, is_taken: bool) -> None:
        """What giving the name to the folder will do."""
        if is_taken:
            text = self.tr(
                "A folder of this name is there already, so the two become one. "
                "The next step shows what is in the way and asks what to do."
            )
            self.say(text, "warning")
        else:
            self.say(self.tr("The next step shows how many objects this concerns, and what it takes."))


def _unproven(preview: Preview) -> str:
    return words.tr(
        "The store copies the object to its new name ({how}). The old one stays, because the store has no CRC-64 of "
        "it, and nothing else proves a copy as well as the settings ask."
    ).format(how=preview_text.how(preview, preview.plan))


def _consequence(preview: Preview, unreadable: str, *, stays: bool) -> str:
    """`unreadable`: what this key may not read of the object, so that it may `stay` under the old name too."""
    how = preview_text.how(preview, preview.plan)
    if stays:
        return words.tr(
            "The store copies the object to its new name ({how}). The old one stays, because not all of it can be "
            "carried along or read ({names})."
        ).format(how=how, names=unreadable)
    said = words.tr(
        "The store copies the object to its new name ({how}). The old one is deleted once the copy is verified."
    ).format(how=how)
    missed = ""
    if unreadable:
        missed = words.tr("What this key may not read ({names}) is lost where the copy lacks it.")
    marker = ""
    if preview.leaves_marker:
        marker = words.tr("The bucket keeps versions: a delete marker stays under the old name.")
    return together(said, missed.format(names=unreadable), marker)


#: So long after the last key the name is looked at.
_QUIET_MS = 250


class RenameController(QObject):
    """Asks for a name and has it given.

    Signals:
        queued: the id of the batch, and 1.
        renamed: the `ObjectRef` that is or will be there, for a pane to select, and the one that it was before.
        failed: the exception of the queue.
    """

    queued = Signal(int, int)
    renamed = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        engine: EngineApi,
        browser: BrowserApi,
        planning: PlanningApi,
        *,
        browse: Tasks,
        clerk: Tasks,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine, self._browser, self._planning = engine, browser, planning
        self._browse, self._clerk, self._settings, self._window = browse, clerk, settings, window
        #: The batches of single objects that have not ended.
        self._queued: set[int] = set()

    def rename(self, item: Item) -> None:
        """Ask for another name of an object or a folder."""
        if item.kind is ItemKind.BUCKET:
            return
        dialog = RenameDialog(item, self._window)
        _Question(self, dialog, item)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_frame(self, frame: Frame) -> None:
        """Learn under which name an object was written: the one that was asked for may have been kept for another."""
        for job in frame.jobs:
            if job.batch in self._queued and job.state.is_end:
                self._end(job)

    def _end(self, job: JobRow) -> None:
        self._queued.remove(job.batch)
        if job.state is State.DONE:
            self.renamed.emit(job.target, job.source)

    # ------------------------------------------------------------ for the question

    def look(self, item: Item, to: ObjectRef, owner: _Question) -> Request:
        """Find out what is there under the name, and tell `owner`."""
        if item.kind is ItemKind.OBJECT:
            request = self._request(item, to)
            return self._browse.run(
                lambda cancel: _look(self._engine, request, cancel),
                owner.take_look,
                failed=owner.take_failure,
                owner=owner,
            )
        return self._browse.run(
            lambda cancel: self._browser.page(to.account, to.bucket, to.key, "", cancel),
            owner.take_page,
            failed=owner.take_failure,
            owner=owner,
        )

    def carry_out(self, item: Item, to: ObjectRef, choice: OnExisting | None, *, is_taken: bool) -> None:
        """Queue the object's renaming, or show the plan of the folder's."""
        options = self._settings.options()
        if item.kind is ItemKind.PREFIX:
            if not is_taken:
                self.renamed.emit(to, item.ref)
            folder = PrefixRequest(item.ref, to, options, JobKind.RENAME)
            self._planning.show_plan([folder])
            return
        request = self._request(item, to)
        if choice is not None:
            request = replace(request, options=replace(options, on_existing=choice))
        self._clerk.run(
            lambda _cancel: self._engine.submit(request),
            self._take_batch,
            failed=self.failed.emit,
            owner=self,
        )

    def _take_batch(self, batch: int) -> None:
        self._queued.add(batch)
        self.queued.emit(batch, 1)  # whereupon the window shows all batches, with those that have ended already

    def _request(self, item: Item, to: ObjectRef) -> CopyRequest:
        return CopyRequest(item.ref, to, self._settings.options(), JobKind.RENAME)


class _Question(QObject):
    """One dialog: what stands in it is looked at, and Enter waits for the look."""

    def __init__(self, renaming: RenameController, dialog: RenameDialog, item: Item) -> None:
        super().__init__(dialog)
        self._renaming, self._dialog, self._item = renaming, dialog, item
        self._looked = self._is_taken = False
        self._agreed = False  # Enter came before the answer
        self._request: Request | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._look)
        dialog.changed.connect(self._forget)
        dialog.typed.connect(self._follow)
        dialog.agreed.connect(self._agree)
        dialog.finished.connect(self._forget)

    @property
    def _to(self) -> ObjectRef:
        return self._item.renamed(self._dialog.name.text())

    def _forget(self) -> None:
        """What was looked at is not what stands there now."""
        self._quiet.stop()
        self._looked = self._agreed = False
        if self._request is not None:
            self._request.drop()
            self._request = None

    def _follow(self, _name: str) -> None:
        if self._dialog.is_same:
            self._dialog.show_same()
        else:
            self._dialog.show_looking()
            self._quiet.start()

    def _look(self) -> None:
        self._quiet.stop()
        self._request = self._renaming.look(self._item, self._to, self)

    def _agree(self) -> None:
        if self._dialog.is_same:
            self._dialog.reject()
        elif self._looked:
            self._finish()
        else:
            self._agreed = True
            if self._request is None:
                self._look()

    def _finish(self) -> None:
        to, choice = self._to, self._dialog.on_existing
        self._dialog.accept()
        self._renaming.carry_out(self._item, to, choice, is_taken=self._is_taken)

    # ------------------------------------------------------------ answers

    def take_look(self, found: tuple[Looked, Mapping[OnExisting, Estimate | None]]) -> None:
        """What giving the name to the object would do. A name that is taken is asked about, whatever was pressed."""
        looked, by_choice = found
        show = partial(self._dialog.show_preview, looked.preview, looked.estimate, by_choice)
        self._answered(show, stops=looked.preview.target_exists)

    def take_page(self, page: ObjectPage) -> None:
        """What is under the folder's new name now."""
        is_taken = bool(page.entries or page.prefixes)
        self._answered(partial(self._dialog.show_folder, is_taken=is_taken), stops=is_taken)

    def take_failure(self, problem: Exception) -> None:
        """The name could not be looked at."""
        self._request, self._agreed = None, False
        self._dialog.show_failure(messages.sentence(problem))

    def _answered(self, show: Callable[[], object], *, stops: bool) -> None:
        self._request, self._looked, self._is_taken = None, True, stops
        show()
        if self._agreed and not stops and self._dialog.yes.isEnabled():
            self._finish()
        self._agreed = False


def _look(
    engine: EngineApi, request: CopyRequest, cancel: Cancel
) -> tuple[Looked, Mapping[OnExisting, Estimate | None]]:
    """Look at the name; where it is taken, count what each choice takes, without asking the store again."""
    read_cache = ReadCache()
    looked = look(engine, request, cancel, read_cache=read_cache)
    by_choice: dict[OnExisting, Estimate | None] = {}
    for choice in CHOICES if looked.preview.target_exists else ():
        chosen = replace(request, options=request.options.but(on_existing=choice))
        by_choice[choice] = look(engine, chosen, cancel, read_cache=read_cache).estimate
    return looked, by_choice
