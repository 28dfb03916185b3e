"""The question whether an object is to be deleted, and whether that can be taken back. It only asks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.model.reports import Preview
from core.rules.estimate import Estimate
from gui.actions import charge_text
from gui.text import phrases
from gui.text.place import Item, shown
from gui.widgets import icons, style
from gui.widgets.notice_bar import Tone
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
        self.question = QLabel(self.tr("Delete “{name}”?").format(name=shown(item.name)))
        self.facts = QLabel(phrases.place(item.ref))
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
        sign = QLabel()
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
            self._say(hidden + charge_text.below(estimate))
        else:
            gone = self.tr("The bucket keeps no versions: this cannot be undone.")
            self._say(gone + charge_text.below(estimate), "warning")

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
