"""Window floor: what a drop will do, said before anything is queued. Knows previews; asks the network nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.jobs import CopyRequest, OnExisting, Options, Plan, PrefixRequest, Preview
from gui import icons, phrases, style
from gui.delegates import RowDelegate
from gui.models import preview_text
from gui.views.part_size import PartSizeEdit

#: The plan of one preview for another part size (None: automatic). Memory only: it is called while the user types.
Replan = Callable[[Preview, int | None], Plan | None]

_ICON = 20


class DropSheet(QDialog):
    """Source, target, way and checks of every copy; what exists at the target; what is refused, and why.

    After it was accepted, `requests` says what is to be queued.
    """

    def __init__(
        self,
        previews: Sequence[Preview],
        parent: QWidget | None = None,
        *,
        replan: Replan | None = None,
        region: str = "",
    ) -> None:
        """`replan` offers the choice of a part size; `region` is shown beside the account."""
        super().__init__(parent)
        self._previews = tuple(previews)
        self._plans: list[Plan | None] = [preview.plan for preview in previews]
        self._replan = replan
        self._region = region
        self.setWindowTitle(self.tr("Copy"))
        self.heading = _wrapped()
        self.place = _wrapped()
        self.table = QTableWidget(len(self._previews), 4)
        self._items: list[list[QTableWidgetItem]] = []
        self.facts = {name: _wrapped() for name in ("source", "target", "size", "how", "carried", "check")}
        self.sign = QLabel()
        self.problem = _wrapped()
        self.choices = {choice: QRadioButton(phrases.on_existing(choice)) for choice in OnExisting}
        self.part_size = PartSizeEdit()
        self.summary = _wrapped()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.queue_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._fill_table()
        self._connect()
        self._show()

    @property
    def on_existing(self) -> OnExisting:
        """The choice for targets that exist."""
        return next(choice for choice, button in self.choices.items() if button.isChecked())

    def requests(self) -> tuple[CopyRequest | PrefixRequest, ...]:
        """What is to be queued, with the user's choices."""
        chosen = Options(self.part_size.part_size, self.on_existing)
        return tuple(replace(self._previews[at].request, options=chosen) for at in self._accepted())

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setWeight(font.Weight.DemiBold)
        self.heading.setFont(font)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        top = QVBoxLayout()
        top.setSpacing(style.STEP // 2)
        top.addWidget(self.heading)
        top.addWidget(self.place)
        whole.addLayout(top)
        whole.addWidget(self.table, 1)
        whole.addLayout(self._fact_form())
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.problem, 1)
        whole.addLayout(row)
        whole.addLayout(self._choice_form())
        whole.addStretch(0 if len(self._previews) > 1 else 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.summary, 1)
        bottom.addWidget(self.buttons)
        whole.addLayout(bottom)
        style.make_primary(self.queue_button)
        self.queue_button.setDefault(True)
        self.resize(680, 560 if len(self._previews) > 1 else 400)

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
        ):
            label = QLabel(title)
            label.setBuddy(self.facts[name])
            self.facts[name].setAccessibleName(title)
            form.addRow(label, self.facts[name])
        return form

    def _choice_form(self) -> QFormLayout:
        self._choices = form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.setVerticalSpacing(style.STEP)
        self._choice_row = QWidget()
        row = QHBoxLayout(self._choice_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * style.STEP)
        group = QButtonGroup(self)
        for button in self.choices.values():
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.choices[OnExisting.REFUSE].setChecked(True)
        form.addRow(self.tr("If the target exists"), self._choice_row)
        form.addRow(self.tr("Part size"), self.part_size)
        return form

    def _fill_table(self) -> None:
        table = self.table
        table.setVisible(len(self._previews) > 1)
        table.setAccessibleName(self.tr("Objects to copy"))
        table.setHorizontalHeaderLabels([self.tr("Object"), self.tr("Size"), self.tr("Copied in"), self.tr("Remark")])
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setItemDelegate(RowDelegate(table))
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setHighlightSections(False)
        for row, preview in enumerate(self._previews):
            source = preview.request.source
            texts = (source.key or source.bucket, preview_text.size(preview), "", "")
            self._items.append([QTableWidgetItem(text) for text in texts])
            for column, item in enumerate(self._items[-1]):
                table.setItem(row, column, item)
        table.setColumnWidth(2, 150)
        table.setColumnWidth(3, 150)
        if self._previews:
            table.setCurrentCell(0, 0)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.table.currentCellChanged.connect(lambda *_: self._show_current())
        for button in self.choices.values():
            button.toggled.connect(lambda checked: self._show() if checked else None)
        self.part_size.changed.connect(self._plan_again)

    # ------------------------------------------------------------ showing

    def _plan_again(self) -> None:
        if self._replan is None:
            return
        wished = self.part_size.part_size
        for at, preview in enumerate(self._previews):
            if isinstance(preview.request, CopyRequest) and preview.plan is not None:
                self._plans[at] = self._replan(preview, wished)
        self._show()

    def _accepted(self) -> list[int]:
        choice = self.on_existing
        return [
            at
            for at, (preview, plan) in enumerate(zip(self._previews, self._plans, strict=True))
            if preview_text.will_be_queued(preview, plan, choice)
        ]

    def _show(self) -> None:
        accepted = self._accepted()
        # A part size that does not fit is the user's to mend, so only what the looking found counts here.
        hopeless = all(preview.refused is not None for preview in self._previews)
        heading = self.tr("Copy %Ln item(s) on the server", None, len(self._previews))
        self.heading.setText(self.tr("This cannot be copied") if hopeless else heading)
        self.place.setVisible(not hopeless)
        may_exist = any(shown.target_exists or isinstance(shown.request, PrefixRequest) for shown in self._previews)
        self._choices.setRowVisible(0, not hopeless and may_exist)
        self._choices.setRowVisible(1, not hopeless and self._replan is not None)
        if self._previews:
            self.place.setText(preview_text.within(self._previews[0], self._region))
        self.queue_button.setText(self.tr("Queue %Ln copies", None, len(accepted)))
        self.queue_button.setEnabled(bool(accepted))
        self.summary.setText(self._sum(accepted))
        if self.table.isVisibleTo(self):
            self._show_rows(set(accepted))
        self._show_current()

    def _sum(self, accepted: list[int]) -> str:
        sizes = [self._previews[at].size for at in accepted]
        left_out = len(self._previews) - len(accepted)
        if sizes and not left_out and all(size is None for size in sizes):
            return self.tr("What the folders hold is counted while it is copied.")
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

    def _show_rows(self, accepted: set[int]) -> None:
        tints = style.tints(self.palette())
        for row, (preview, plan) in enumerate(zip(self._previews, self._plans, strict=True)):
            name, _, way, remark = self._items[row]
            way.setText(preview_text.how(preview, plan))
            remark.setText(self._remark(row, is_queued=row in accepted))
            sign, colour = ("ok", tints.ok) if row in accepted else ("refused", tints.warn)
            name.setIcon(icons.sign(sign, colour))

    def _is_refused(self, at: int) -> bool:
        return preview_text.refused(self._previews[at], self._plans[at]) is not None

    def _remark(self, row: int, *, is_queued: bool) -> str:
        if self._is_refused(row):
            return self.tr("refused")
        if is_queued:
            return self.tr("overwrites") if self._previews[row].target_exists else ""
        return self.tr("exists, left out")

    def _show_current(self) -> None:
        at = max(0, self.table.currentRow())
        if at >= len(self._previews):
            return
        preview, plan = self._previews[at], self._plans[at]
        for name, said in (
            ("source", phrases.place(preview.request.source)),
            ("target", phrases.place(preview.request.target)),
            ("size", preview_text.size(preview)),
            ("how", preview_text.how(preview, plan)),
            ("carried", preview_text.carried(preview)),
            ("check", preview_text.check(preview)),
        ):
            self.facts[name].setText(said)
        for name in ("how", "carried", "check"):
            self._facts.setRowVisible(self.facts[name], preview.refused is None)
        said = preview_text.problem(preview, plan, self.on_existing)
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.sign.setVisible(bool(said))
        self.problem.setAccessibleName(self.tr("What stands in the way"))
        tints = style.tints(self.palette())
        self.sign.setPixmap(icons.pixmap("warning", _ICON, tints.warn, ratio=self.devicePixelRatioF()))


def _wrapped() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
