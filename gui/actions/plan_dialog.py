"""What a rename, an edit, a deletion or a restore will do, said before anything is queued.

It knows estimates and asks the network nothing: it tells when another count is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.model.requests import CopyRequest, DeleteRequest, JobKind, Options, PrefixRequest, RestoreRequest
from core.rules.estimate import Estimate
from gui.actions import plan_text
from gui.actions.estimate_panel import EstimatePanel
from gui.actions.plan_text import Request
from gui.text import phrases
from gui.text import refusals as refusal_text
from gui.widgets import icons, style
from gui.widgets.choice_boxes import ExistingBox, RestoreBox
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import scrolling, title_block, wrapped

_ICON = 20
_WIDTH, _HIGHEST = 600, 560
#: What stands around the figures, one of them, and the choices below them.
_FRAME, _ROW, _CHOICE = 240, 26, 80


class PlanDialog(QDialog):
    """All figures of a plan, the choices that change it, and one button that says what it does.

    After it was accepted, `requests` says what is to be queued. All requests are of one kind.

    Signals:
        count_wanted: a choice has made other requests; count them, and tell by `show_count` and `show_estimate`.
        prices_wanted: the user wants to see or change the prices.
    """

    count_wanted = Signal()
    prices_wanted = Signal()

    def __init__(
        self, requests: Sequence[Request], estimate: Estimate, parent: QWidget | None = None, *, title: str = ""
    ) -> None:
        super().__init__(parent)
        self._begin = tuple(requests)
        self._estimate = estimate
        self.kind = self._begin[0].kind
        self.setWindowTitle(phrases.kind(self.kind))
        self.heading = wrapped()
        self._title = title or plan_text.title(self._begin)
        self.place = wrapped()
        self.place.setText(plan_text.place(self._begin))
        self.panel = EstimatePanel()
        self.existing = ExistingBox(self._begin[0].options.on_existing)
        self.restore = RestoreBox()
        self.sign, self.undo = PlainLabel(), wrapped()
        self.know = QCheckBox(self.tr("I &know that this cannot be undone"))
        self.prices = QPushButton(self.tr("Edit &prices…"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._connect()
        self.show_estimate(estimate)
        self._fit()

    def requests(self) -> tuple[Request, ...]:
        """What is to be queued, with the user's choices."""
        return tuple(self._chosen(request) for request in self._begin)

    @property
    def options(self) -> Options:
        """The user's choices, as far as they hold for all requests."""
        options = replace(self._begin[0].options, on_existing=self.existing.choice)
        return replace(options, restore=self.restore.restore) if self._may_restore() else options

    def show_count(self, count: int) -> None:
        """It is being counted anew, and so many objects were found so far; nobody needs to wait for it."""
        self.panel.show_count(count)

    def show_estimate(self, estimate: Estimate) -> None:
        """The figures, at first and after a new count."""
        self._estimate = estimate
        self._offer_choices()
        self._show()

    def show_problem(self, problem: Exception) -> None:
        """The new count failed; the choices hold all the same."""
        self.panel.show_problem(problem)

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addLayout(title_block(self.heading, self.place))
        whole.addWidget(self._scroll(), 1)
        whole.addLayout(self._choice_form())
        whole.addWidget(self.restore)
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.undo, 1)
        whole.addLayout(row)
        whole.addWidget(self.know)
        bottom = QHBoxLayout()
        bottom.addWidget(self.prices)
        bottom.addStretch(1)
        bottom.addWidget(self.buttons)
        whole.addLayout(bottom)
        self.undo.setAccessibleName(self.tr("Whether this can be undone"))
        self._mark_start()

    def _scroll(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, style.STEP, 0)
        column.addWidget(self.panel)
        column.addStretch(1)
        area = scrolling(inner)
        area.setAccessibleName(self.tr("What will be done"))
        return area

    def _choice_form(self) -> QFormLayout:
        self._choices = form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.addRow(self.tr("&If the target exists"), self.existing)
        return form

    def _mark_start(self) -> None:
        """What destroys is red, and Enter alone does not do it."""
        danger = self.kind is JobKind.DELETE
        style.make_primary(self.start_button, danger=danger)
        self.start_button.setDefault(not danger)
        cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(danger)
        (cancel if danger else self.start_button).setFocus()

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.existing.changed.connect(self._choose_again)
        self.restore.changed.connect(self._choose_again)
        self.know.toggled.connect(lambda _on: self._offer_start())
        self.prices.clicked.connect(self.prices_wanted)

    def _fit(self) -> None:
        """As high as the figures need it; more of them, or opened details, scroll."""
        choices = self._choices.isRowVisible(0) + self._may_restore() + self._must_know()
        rows = len(self.panel.facts.said)
        self.resize(_WIDTH, min(_FRAME + _ROW * rows + _CHOICE * choices, _HIGHEST))

    # ------------------------------------------------------------ showing

    def _may_restore(self) -> bool:
        """Whether archived sources stand in the way of something that is no restore itself."""
        return self.kind.copies and (refusal_text.frozen(self._estimate) > 0 or self.restore.tick.isChecked())

    def _offer_choices(self) -> None:
        has_target = self.kind in (JobKind.COPY, JobKind.RENAME)
        self._choices.setRowVisible(0, has_target and self._estimate.conflicts > 0)
        self.restore.setVisible(self._may_restore())

    def _choose_again(self) -> None:
        self._show()
        self.count_wanted.emit()

    def _show(self) -> None:
        estimate = self._estimate
        self._show_facts(hopeless=refusal_text.is_hopeless(self.kind, estimate))
        note = plan_text.undo_note(self._begin, estimate)
        final = plan_text.is_final(self.kind, estimate)
        self.undo.setText(note)
        self.undo.setVisible(bool(note))
        self.sign.setVisible(bool(note))
        tints = style.tints(self.palette())
        sign, colour = ("warning", tints.warn) if final else ("info", tints.accent)
        self.sign.setPixmap(icons.pixmap(sign, _ICON, colour, ratio=self.devicePixelRatioF()))
        self.know.setVisible(self._must_know())
        self.start_button.setText(plan_text.start(self._begin, estimate))
        self._offer_start()

    def _show_facts(self, *, hopeless: bool) -> None:
        """All figures and the button that begins; or why nothing can be done, and only the way out."""
        self.heading.setText(refusal_text.title(self.kind) if hopeless else self._title)
        facts = refusal_text.hopeless_facts(self._estimate) if hopeless else None
        self.panel.show_facts(facts or plan_text.facts(self.kind, self._estimate, self.options))
        for button in (self.start_button, self.prices):
            button.setVisible(not hopeless)
        if hopeless:
            cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
            cancel.setDefault(True)
            cancel.setFocus()

    def _must_know(self) -> bool:
        return plan_text.is_final(self.kind, self._estimate) and self._estimate.deletes > 1

    def _offer_start(self) -> None:
        knows = self.know.isChecked() or not self._must_know()
        self.start_button.setEnabled(knows and refusal_text.actionable(self.kind, self._estimate) > 0)

    def _chosen(self, request: Request) -> Request:
        if isinstance(request, DeleteRequest | RestoreRequest):
            return request
        options = replace(request.options, on_existing=self.existing.choice)
        if self._may_restore():
            options = replace(options, restore=self.restore.restore)
        return _with_options(request, options)


def _with_options(request: CopyRequest | PrefixRequest, options: Options) -> Request:
    return replace(request, options=options)
