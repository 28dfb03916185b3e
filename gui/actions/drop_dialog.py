"""What a drop will do, said before anything is queued. Knows previews; asks the network nothing.

What costs a look at the network is asked for by signals, and comes back by `show_...`; none of it holds up the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.model.jobs import Plan
from core.model.reports import Preview
from core.model.requests import CopyRequest, Edit, JobKind, OnExisting, Options, PrefixRequest
from core.rules.estimate import Estimate
from core.rules.providers import StorageClass
from gui.actions import plan_text, preview_text
from gui.actions.estimate_panel import EstimatePanel
from gui.text import choices as choice_text
from gui.text import names, phrases
from gui.text import refusals as refusal_text
from gui.text.facts import Fact
from gui.text.translate import together
from gui.widgets import icons, style
from gui.widgets.choice_boxes import ExistingBox, RestoreBox, WordBox
from gui.widgets.part_size import PartSizeEdit
from gui.widgets.plain import PlainItem, PlainLabel
from gui.widgets.sheet_parts import scrolling, title_block, wrapped
from gui.widgets.tables import dress

#: The plan of one preview for another part size (None: automatic). Memory only: it is called while the user types.
Replan = Callable[[Preview, int | None], Plan | None]

_ICON = 20
_WIDTH, _LOWEST, _HEIGHT, _HIGHEST = 680, 280, 480, 730
#: What else needs room: the figures of one object, those of several or of folders, the choice about a target, and
#: those of access rights and storage class.
_COUNTED_ONE, _COUNTED, _CHOICE, _WORDS = 30, 90, 80, 70
#: So long after the last key a part size is counted with: each figure on the way to it would list the folders anew.
_QUIET_MS = 250


class DropDialog(QDialog):
    """Source, target, way and checks of every copy; what exists at the target; what is refused, and why.

    After it was accepted, `requests` says what is to be queued.

    Signals:
        count_wanted: `requests` are other ones; count them, and tell by `show_count` and `show_estimate`.
        looks_wanted: copying became moving, or the other way, so the previews are to be made anew.
    """

    count_wanted = Signal()
    looks_wanted = Signal()

    def __init__(
        self,
        previews: Sequence[Preview],
        parent: QWidget | None = None,
        *,
        replan: Replan | None = None,
        region: str = "",
        options: Options | None = None,
        move: bool = False,
    ) -> None:
        """Show what `previews` say; they are of copies and prefixes only.

        Args:
            replan: offers the choice of a part size.
            region: shown beside the account.
            options: what is chosen at first.
            move: delete the originals, at first.
        """
        super().__init__(parent)
        self._begin = options or Options()
        self._previews = list(previews)
        self._estimate: Estimate | None = None
        self._plans: list[Plan | None] = [preview.plan for preview in previews]
        self._replan = replan
        self._region = region
        self.heading = wrapped()
        self.place = wrapped()
        self.table = DropTable(self._previews)
        self.facts = {name: wrapped() for name in ("source", "target", "size", "how", "carried", "check", "original")}
        self.sign = PlainLabel()
        self.problem = wrapped()
        self.panel = EstimatePanel(self.tr("What it takes") if self._is_of_one else self.tr("What it takes in all"))
        self.existing = ExistingBox(self._begin.on_existing)
        self.part_size = PartSizeEdit()
        self.acl = WordBox(self.tr("Access rights (ACL) of the copies"))
        self.storage_class = WordBox(self.tr("Storage class of the copies"))
        self._archived: frozenset[str] = frozenset()
        self.restore = RestoreBox()
        self.move_box = QCheckBox(self.tr("&Move: delete each original when its copy is verified"))
        self.move_box.setChecked(move)
        self.summary = wrapped()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.queue_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._lay_out()
        self._connect()
        self._show()

    @property
    def options(self) -> Options:
        """The user's choices."""
        return replace(
            self._begin,
            part_size=self.part_size.part_size,
            on_existing=self.existing.choice,
            restore=self.restore.restore if self._is_any_frozen() else None,
        )

    @property
    def edit(self) -> Edit:
        """What the copies shall have that their originals have not."""
        return Edit(acl=self.acl.word, storage_class=self.storage_class.word)

    @property
    def kind(self) -> JobKind:
        return JobKind.RENAME if self.move_box.isChecked() else JobKind.COPY

    @property
    def previews(self) -> tuple[Preview, ...]:
        return tuple(self._previews)

    def requests(self) -> tuple[CopyRequest | PrefixRequest, ...]:
        """What is to be queued, with the user's choices."""
        return tuple(self._request(at) for at in self._accepted())

    @property
    def is_vague(self) -> bool:
        """Whether there is something among them that nobody has looked at yet, so that counting takes a while."""
        return any(self._plans[at] is None for at in self._accepted())

    def show_preview(self, at: int, preview: Preview) -> None:
        """One look was done anew."""
        before = self.requests()
        self._previews[at], self._plans[at] = preview, preview.plan
        self._show()
        if self.requests() != before:
            self.count_wanted.emit()

    def offer_words(self, acls: Sequence[str], classes: Sequence[StorageClass]) -> None:
        """Offer what the target's store has, in its own words: ACLs, none where it has none, and storage classes."""
        self._archived = frozenset(each.name for each in classes if each.archived)
        self.acl.offer((word, choice_text.acl(word)) for word in acls)
        self.storage_class.offer((each.name, names.storage_class_in_full(each.name)) for each in classes)
        self._show()

    def show_estimate(self, estimate: Estimate | None) -> None:
        """What all that would be queued takes, None when it is not known (any more)."""
        self._estimate = estimate
        self.panel.show_facts(() if estimate is None else self._figures(estimate))
        self._show()

    def _figures(self, estimate: Estimate) -> tuple[Fact, ...]:
        if self._is_of_one:
            return plan_text.charged_facts(estimate)
        return plan_text.short_facts(self.kind, estimate, self.options)

    @property
    def _is_of_one(self) -> bool:
        """Whether it is about one object, of which the dialog tells the rest itself."""
        return len(self._previews) == 1 and isinstance(self._previews[0].request, CopyRequest)

    def show_count(self, count: int) -> None:
        """So many objects were found so far."""
        self.panel.show_count(count)
        self._show_start(self._accepted())

    def show_problem(self, problem: Exception) -> None:
        """It could not be counted; it can be queued all the same."""
        self._estimate = None
        self.panel.show_problem(problem)
        self._show()

    def _request(self, at: int) -> CopyRequest | PrefixRequest:
        request = self._previews[at].request
        if not isinstance(request, CopyRequest | PrefixRequest):
            raise TypeError(request)
        return replace(request, options=self.options, kind=self.kind, edit=self.edit)

    def _is_any_frozen(self) -> bool:
        counted = self._estimate is not None and refusal_text.frozen(self._estimate) > 0
        return (
            counted
            or self.restore.tick.isChecked()
            or any(preview_text.is_frozen(preview) for preview in self._previews)
        )

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addLayout(title_block(self.heading, self.place))
        whole.addWidget(self.table)
        whole.addWidget(self._findings(), 1)
        whole.addLayout(self._choice_form())
        whole.addWidget(self.restore)
        whole.addWidget(self.move_box)
        bottom = QHBoxLayout()
        bottom.addWidget(self.summary, 1)
        bottom.addWidget(self.buttons)
        whole.addLayout(bottom)
        style.make_primary(self.queue_button)
        self.queue_button.setDefault(True)
        (self.table if len(self._previews) > 1 else self.queue_button).setFocus()
        if self._needs_answer():
            self.existing.combo.setFocus()
        self.table.setVisible(len(self._previews) > 1)
        possible = [preview for preview in self._previews if preview.refused is None or preview_text.is_frozen(preview)]
        height = _HEIGHT if possible else _LOWEST
        height += self.table.height() if len(self._previews) > 1 else 0
        height += (_COUNTED_ONE if self._is_of_one else _COUNTED) if possible else 0
        height += _CHOICE if any(map(_may_exist, possible)) else 0
        height += _WORDS if possible else 0
        self.resize(_WIDTH, min(height, _HIGHEST))

    def _findings(self) -> QScrollArea:
        """What was found out of one copy, and what all of them take."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, style.STEP, 0)
        column.setSpacing(2 * style.STEP)
        column.addLayout(self._fact_form())
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.problem, 1)
        column.addLayout(row)
        column.addWidget(self.panel)
        column.addStretch(1)
        area = scrolling(inner)
        area.setAccessibleName(self.tr("What will be done"))
        return area

    def _fact_form(self) -> QFormLayout:
        self._facts = form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.setVerticalSpacing(style.STEP)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for name, title in (
            ("source", self.tr("From")),
            ("target", self.tr("To")),
            ("size", self.tr("Size")),
            ("how", self.tr("Copied in")),
            ("carried", self.tr("Carried along")),
            ("check", self.tr("Verified by")),
            ("original", self.tr("Original")),
        ):
            label = PlainLabel(title)
            label.setBuddy(self.facts[name])
            self.facts[name].setAccessibleName(title)
            form.addRow(label, self.facts[name])
        return form

    def _choice_form(self) -> QFormLayout:
        self._choices = form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.setVerticalSpacing(style.STEP)
        form.addRow(self.tr("&If the target exists"), self.existing)
        form.addRow(self.tr("Part size"), self.part_size)
        form.addRow(self.tr("Access &rights"), self.acl)
        form.addRow(self.tr("Storage &class"), self.storage_class)
        return form

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.table.currentCellChanged.connect(lambda *_: self._show_current())
        self.existing.changed.connect(self._choose_again)
        self.acl.changed.connect(self._choose_again)
        self.storage_class.changed.connect(self._choose_again)
        self.restore.changed.connect(self._choose_again)
        self.move_box.toggled.connect(lambda _on: self._turn())
        self.part_size.changed.connect(self._plan_again)
        self._quiet.timeout.connect(self.count_wanted)

    # ------------------------------------------------------------ showing

    def _choose_again(self) -> None:
        """Another choice makes other requests."""
        self._show()
        self.count_wanted.emit()

    def _turn(self) -> None:
        """Move instead of copy, or the other way."""
        self._show()
        self.looks_wanted.emit()
        self._choose_again()

    def _plan_again(self) -> None:
        if self._replan is None:
            return
        part_size = self.part_size.part_size
        for at, preview in enumerate(self._previews):
            if isinstance(preview.request, CopyRequest) and preview.plan is not None:
                self._plans[at] = self._replan(preview, part_size)
        self._show()
        self._quiet.start()

    def _accepted(self) -> list[int]:
        options = self.options
        return [
            at
            for at, (preview, plan) in enumerate(zip(self._previews, self._plans, strict=True))
            if preview_text.will_be_queued(preview, plan, options)
        ]

    def _show(self) -> None:
        accepted = self._accepted()
        # A part size that does not fit is the user's to mend, so only what the looking found counts here.
        hopeless = all(preview.refused is not None for preview in self._previews) and not self._is_any_frozen()
        self._show_titles(hopeless=hopeless)
        self._choices.setRowVisible(0, not hopeless and any(map(_may_exist, self._previews)))
        self._choices.setRowVisible(1, not hopeless and self._replan is not None)
        self._choices.setRowVisible(2, not hopeless and self.acl.offers_words)
        self._choices.setRowVisible(3, not hopeless and self.storage_class.offers_words)
        self.restore.setVisible(self._is_any_frozen())
        self.move_box.setVisible(not hopeless)
        self.existing.demand(is_demanded=self._needs_answer())
        self._show_start(accepted)
        if self.table.isVisibleTo(self):
            self.table.show_plans(self._previews, self._plans, options=self.options, accepted=set(accepted))
        self._show_current()

    def _show_titles(self, *, hopeless: bool) -> None:
        count, moves = len(self._previews), self.kind is JobKind.RENAME
        self.setWindowTitle(self.tr("Move") if moves else self.tr("Copy"))
        moving = self.tr("Move %Ln item(s) on the server", None, count)
        copying = self.tr("Copy %Ln item(s) on the server", None, count)
        no = self.tr("This cannot be moved") if moves else self.tr("This cannot be copied")
        self.heading.setText(no if hopeless else moving if moves else copying)
        self.place.setVisible(not hopeless)
        if self._previews:
            self.place.setText(preview_text.within(self._previews[0], self._region))

    def _needs_answer(self) -> bool:
        """Whether it is known here that a target stands, and the user has not said what happens to it.

        Where folders are among them nobody knows of each, so these ask later.
        """
        all_known = all(isinstance(preview.request, CopyRequest) for preview in self._previews)
        stands = any(preview.target_exists and preview.refused is None for preview in self._previews)
        return self.existing.choice is OnExisting.ASK and all_known and stands

    def _show_start(self, accepted: list[int]) -> None:
        self.queue_button.setText(self._start_text(len(accepted)))
        self.queue_button.setEnabled(bool(accepted) and not self._needs_answer())
        self.summary.setText(self._sum(accepted))

    def _start_text(self, count: int) -> str:
        """The button that goes on; while it takes long to count it says that nobody needs to wait for that."""
        if self.panel.is_busy and self.is_vague:
            return self.tr("Start without counting")
        moves = self.kind is JobKind.RENAME
        if not count:
            return self.tr("Move") if moves else self.tr("Copy")
        return self.tr("Queue %Ln moves", None, count) if moves else self.tr("Queue %Ln copies", None, count)

    def _sum(self, accepted: list[int]) -> str:
        sizes = [self._previews[at].size for at in accepted]
        left_out = len(self._previews) - len(accepted)
        if self._estimate is not None and None in sizes:
            sizes = [self._estimate.size]
        if sizes and not left_out and all(size is None for size in sizes):
            return ""
        whole = phrases.size(sum(size or 0 for size in sizes))
        if None in sizes:
            whole = self.tr("{size} and what the folders hold").format(size=whole)
        if not left_out:
            return self.tr("{size} in all").format(size=whole) if len(accepted) > 1 else ""
        if not accepted:
            return self.tr("Nothing can be queued.")
        return self.tr("{size} in all; {left_out}").format(
            size=whole, left_out=self.tr("%Ln object(s) left out", None, left_out)
        )

    def _show_current(self) -> None:
        at = max(0, self.table.currentRow())
        if at >= len(self._previews):
            return
        preview = replace(self._previews[at], request=self._request(at))
        plan, options = self._plans[at], self.options
        for name, said in (
            ("source", phrases.place(preview.request.source)),
            ("target", phrases.place(preview.request.target)),
            ("size", preview_text.size(preview)),
            ("how", preview_text.how(preview, plan, restore=options.restore)),
            ("carried", preview_text.carried(preview)),
            ("check", preview_text.check(preview)),
            ("original", preview_text.original(preview, options.trust, plan=plan, unread=options.unread)),
        ):
            self.facts[name].setText(said)
        for name in ("how", "carried", "check"):
            self._facts.setRowVisible(self.facts[name], preview.refused is None)
        self._facts.setRowVisible(self.facts["size"], self._is_of_one)  # the table has it, too
        moves = self.kind is JobKind.RENAME and preview.refused is None
        self._facts.setRowVisible(self.facts["original"], moves)
        said = preview_text.problem(preview, plan, options)
        if self._needs_answer() and preview.target_exists:
            said = self.tr("The target exists. Choose what happens to it.")
        said = together(said, *self._warnings())
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.sign.setVisible(bool(said))
        self.problem.setAccessibleName(self.tr("What stands in the way"))
        tints = style.tints(self.palette())
        self.sign.setPixmap(icons.pixmap("warning", _ICON, tints.warn, ratio=self.devicePixelRatioF()))

    def _warnings(self) -> Iterator[str]:
        """What the chosen access rights and the chosen class mean for those who read the copies."""
        edit = self.edit
        if edit.acl is not None:
            yield choice_text.public(edit.acl)
        if edit.storage_class in self._archived:
            yield choice_text.archived(edit.storage_class)


def _may_exist(preview: Preview) -> bool:
    """Whether the target stands, or nobody knows of each."""
    return preview.target_exists or isinstance(preview.request, PrefixRequest)


_COLUMN = 150
#: Rows that are seen at once, and the height of the head with the frame.
_ROWS_MAX, _HEAD = 5, 34


class DropTable(QTableWidget):
    """One row a copy. It is as high as its rows, up to five of them."""

    def __init__(self, previews: Sequence[Preview], parent: QWidget | None = None) -> None:
        super().__init__(len(previews), 4, parent)
        self._items: list[list[QTableWidgetItem]] = []
        self._dress()
        for row, preview in enumerate(previews):
            source = preview.request.source
            texts = (source.key or source.bucket, preview_text.size(preview), "", "")
            self._items.append([PlainItem(text) for text in texts])
            for column, item in enumerate(self._items[-1]):
                self.setItem(row, column, item)
        if previews:
            self.setCurrentCell(0, 0)
        rows = min(len(previews), _ROWS_MAX)
        self.setFixedHeight(self.verticalHeader().defaultSectionSize() * rows + _HEAD)

    def show_plans(
        self, previews: Sequence[Preview], plans: Sequence[Plan | None], *, options: Options, accepted: Container[int]
    ) -> None:
        """Say of each copy how it is made and what is to be said of its target; `accepted` ones will be queued."""
        tints = style.tints(self.palette())
        for row, (preview, plan) in enumerate(zip(previews, plans, strict=True)):
            name, _, way, remark = self._items[row]
            way.setText(preview_text.how(preview, plan, restore=options.restore))
            remark.setText(preview_text.remark(preview, plan, options))
            sign, colour = ("ok", tints.ok) if row in accepted else ("refused", tints.warn)
            name.setIcon(icons.sign(sign, colour))

    def _dress(self) -> None:
        self.setAccessibleName(self.tr("Objects to copy"))
        self.setHorizontalHeaderLabels([self.tr("Object"), self.tr("Size"), self.tr("Copied in"), self.tr("Remark")])
        dress(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (2, 3):
            self.setColumnWidth(column, _COLUMN)
