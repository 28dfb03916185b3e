"""From a drop or a paste to the queue: look at each copy, show what it would do, queue what is wanted.

Knows the contracts of the engine's `preview`, `estimate` and `submit`; all go through tasks. Nothing is queued unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.model.jobs import Reason, Refused
from core.model.reports import Preview
from core.model.requests import CopyRequest, JobKind, Options, PrefixRequest
from core.store.read_cache import ReadCache
from gui.actions import preview_text
from gui.actions.counting import Counting
from gui.actions.drop_dialog import DropDialog, Replan
from gui.actions.submit import submit_all
from gui.qt.contracts import BrowserApi, EngineApi
from gui.qt.tasks import Request, Tasks
from gui.settings.preferences import Settings
from gui.text import phrases
from gui.text.place import Item, Place

#: So many objects are looked at before they are queued; of more, the rest is looked at when its turn comes.
LOOK_MAX = 100

CopyOrPrefix = CopyRequest | PrefixRequest


@dataclass(slots=True)
class _Pending:
    """One drop that is being looked at."""

    requests: tuple[CopyOrPrefix, ...]
    move: bool
    options: Options
    read_cache: ReadCache = field(default_factory=ReadCache)
    previews: dict[int, Preview] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)


class CopyController(QObject):
    """Makes copies out of items and a target.

    Signals:
        looking: how many copies are being looked at; 0 when that has ended.
        refused: the sentence that says why nothing is offered.
        failed: the exception of a look or of the queue.
        queued: the id of the last batch, and how many were queued.
    """

    looking = Signal(int)
    refused = Signal(str)
    failed = Signal(object)
    queued = Signal(int, int)

    def __init__(
        self,
        engine: EngineApi,
        *,
        browse: Tasks,
        clerk: Tasks,
        window: QWidget,
        replan: Replan | None = None,
        settings: Settings | None = None,
        browser: BrowserApi | None = None,
    ) -> None:
        """`settings` holds what copies begin with; `browser` knows what the stores offer to choose from."""
        super().__init__(window)
        self._engine, self._browse, self._clerk = engine, browse, clerk
        self._window, self._replan = window, replan
        self._settings, self._browser = settings, browser
        self._pending: _Pending | None = None

    def show_plan(self, items: Sequence[Item], target: Place, *, move: bool = False) -> None:
        """Look at the copies of `items` into `target`, then show a dialog that asks. An earlier look is given up.

        With `move` each original is deleted once its copy is verified; the dialog lets the user change that.
        """
        self.give_up()
        kind = JobKind.RENAME if move else JobKind.COPY
        requests = tuple(replace(item.request_to(target), kind=kind) for item in items)
        ways = tuple(request for request in requests if request.source != request.target)
        if not requests or not target.bucket:
            return
        if not ways:
            self.refused.emit(phrases.refusal(Refused(Reason.ONTO_ITSELF)))
            return
        # What would go onto itself among others is shown as refused by the dialog, like everything that cannot be.
        options = Options() if self._settings is None else self._settings.options()
        self._pending = pending = _Pending(requests, move, options)
        for at, (item, request) in enumerate(zip(items, requests, strict=True)):
            if request.source == request.target:
                refusal = Refused(Reason.ONTO_ITSELF)
                pending.previews[at] = Preview(request, None, item.size, target_exists=True, refused=refusal)
            elif at >= LOOK_MAX:
                pending.previews[at] = Preview(request, None, item.size, target_exists=False)
            else:
                pending.asked.append(self._look(pending, at, request))
        self.looking.emit(len(pending.asked))
        self._show_when_complete(pending)

    def give_up(self) -> None:
        """Stop looking; nothing is shown or queued."""
        if self._pending is not None:
            for request in self._pending.asked:
                request.drop()
            self._pending = None
            self.looking.emit(0)

    def _look(self, pending: _Pending, at: int, request: CopyOrPrefix) -> Request:
        def take(preview: Preview) -> None:
            pending.previews[at] = preview
            self._show_when_complete(pending)

        def fail(problem: Exception) -> None:
            self.give_up()
            self.failed.emit(problem)

        return self._browse.run(
            lambda cancel: self._engine.preview(request, cancel, pending.read_cache), take, failed=fail, owner=self
        )

    # ------------------------------------------------------------ the dialog

    def _show_when_complete(self, pending: _Pending) -> None:
        if pending is not self._pending or len(pending.previews) < len(pending.requests):
            return
        self._pending = None
        self.looking.emit(0)
        previews = [pending.previews[at] for at in range(len(pending.requests))]
        dialog = DropDialog(previews, self._window, replan=self._replan, options=pending.options, move=pending.move)
        counting = Counting(self._engine, self._browse, dialog, read_cache=pending.read_cache)
        counting.show_in(dialog)
        dialog.count_wanted.connect(partial(self._count, dialog, counting))
        dialog.looks_wanted.connect(partial(self._look_again, dialog, pending.read_cache))
        dialog.finished.connect(partial(self._take_answer, dialog, counting))
        dialog.open()
        self._count(dialog, counting)
        self._ask_words(dialog)
        self._ask_tiers(dialog)

    def _count(self, dialog: DropDialog, counting: Counting) -> None:
        requests = dialog.requests()
        if not requests:
            counting.stop()
            dialog.show_estimate(None)
            return
        counting.start(requests)
        if dialog.is_vague:  # what was looked at is counted at once, and nothing flashes
            dialog.show_count(0)

    def _look_again(self, dialog: DropDialog, read_cache: ReadCache) -> None:
        """What is true of a copy need not be true of a move: look again, and let the dialog go on meanwhile."""
        for at, preview in enumerate(dialog.previews[:LOOK_MAX]):
            request = preview.request
            if isinstance(request, CopyRequest | PrefixRequest) and request.source != request.target:
                self._look_for(dialog, at, replace(request, kind=dialog.kind), read_cache)

    def _look_for(self, dialog: DropDialog, at: int, request: CopyOrPrefix, read_cache: ReadCache) -> None:
        def take(preview: Preview) -> None:
            if dialog.kind is request.kind:
                dialog.show_preview(at, preview)

        self._browse.run(
            lambda cancel: self._engine.preview(request, cancel, read_cache),
            take,
            failed=self.failed.emit,
            owner=dialog,
        )

    def _ask_words(self, dialog: DropDialog) -> None:
        """Learn which ACLs and storage classes the copies can be given."""
        browser, account = self._browser, dialog.previews[0].request.target.account
        if browser is not None:
            self._browse.run(
                lambda _cancel: (browser.acl_words(account), browser.storage_classes(account)),
                lambda found: dialog.offer_words(*found),
                failed=self.failed.emit,
                owner=dialog,
            )

    def _ask_tiers(self, dialog: DropDialog) -> None:
        """Learn how fast the archived sources among those that are shown can be restored."""
        browser = self._browser
        frozen = next((shown for shown in dialog.previews if preview_text.is_frozen(shown)), None)
        if browser is None or frozen is None or frozen.refused is None:
            return
        account, storage_class = frozen.request.source.account, frozen.refused.detail
        self._browse.run(
            lambda _cancel: browser.restore_tiers(account, storage_class),
            dialog.restore.offer_tiers,
            failed=self.failed.emit,
            owner=dialog,
        )

    def _take_answer(self, dialog: DropDialog, counting: Counting, result: int) -> None:
        counting.stop()
        requests = dialog.requests() if result == QDialog.DialogCode.Accepted else ()
        dialog.deleteLater()
        if requests:
            self._clerk.run(
                lambda _cancel: submit_all(self._engine, requests),
                lambda batches: self.queued.emit(batches[-1], len(batches)),
                failed=self.failed.emit,
                owner=self,
            )
