"""What the dialogs that ask for a name have in common. It decides nothing; it asks and shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from gui.text.naming import Flaw, flaw
from gui.text.translate import words
from gui.widgets import style
from gui.widgets.notice_bar import Tone
from gui.widgets.plain import PlainLabel
from gui.widgets.remark import Remark

_WIDTH = 500


class NameDialog(QDialog):
    """A place, a name, a remark and two buttons. Escape gives up.

    Signals:
        changed: another text stands there, whatever it is.
        typed: it is a name that could be given; comes after `changed`.
        agreed: the user wants the name that stands there.
    """

    changed = Signal()
    typed = Signal(str)
    agreed = Signal(str)

    def __init__(self, title: str, where: str, yes: str, parent: QWidget | None = None) -> None:
        """`where` is the place in which the name is given, `yes` the text of the button that goes on."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.where = PlainLabel(where)
        self.where.setWordWrap(True)
        self.name = QLineEdit()
        self.remark = Remark(self.tr("Remark on the name"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.yes = self.buttons.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        style.make_primary(self.yes)
        self._lay_out()
        self.yes.setDefault(True)  # a button belongs to its dialog only once it is laid out
        self.name.textChanged.connect(self._follow)
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(2 * style.STEP)
        self.form.setVerticalSpacing(style.STEP)
        label = PlainLabel(self.tr("&Name"))
        label.setBuddy(self.name)
        self.name.setAccessibleName(self.tr("Name"))
        self.where.setAccessibleName(self.tr("Place"))
        self.form.addRow(self.tr("In"), self.where)
        self.form.addRow(label, self.name)
        self.body = QVBoxLayout()
        self.body.setSpacing(style.STEP)
        self.body.addLayout(self.form)
        self.body.addWidget(self.remark)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addLayout(self.body)
        whole.addStretch(1)
        whole.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH)

    # ------------------------------------------------------------ what a controller does

    def begin(self, name: str, selected: int) -> None:
        """Start with this name, of which so many letters are selected."""
        self.name.setText(name)
        self.name.setSelection(0, selected)
        self.name.setFocus()

    def say(self, text: str, tone: Tone = "info", *, can_go_on: bool = True) -> None:
        """Remark on the name that stands there."""
        self.remark.say(text, tone)
        self.yes.setEnabled(can_go_on)

    def show_busy(self, text: str) -> None:
        """The name was agreed on, and is being given; only Cancel can be pressed."""
        self.name.setReadOnly(True)
        self.say(text, can_go_on=False)

    def show_failure(self, text: str) -> None:
        """It did not work; another name may."""
        self.name.setReadOnly(False)
        self.say(text, "error")
        self.name.setFocus()

    # ------------------------------------------------------------ what the user does

    def _follow(self, name: str) -> None:
        self.changed.emit()
        wrong = self.judge(name)
        if wrong is None:
            self.say("")
            self.typed.emit(name)
        else:
            self.say(sentence(wrong), "error", can_go_on=False)

    def judge(self, name: str) -> Flaw | None:
        """What is wrong with a name."""
        return flaw(name)

    def _agree(self) -> None:
        if self.yes.isEnabled():
            self.agreed.emit(self.name.text())


def sentence(wrong: Flaw) -> str:
    """Why a name cannot be given, and what to do."""
    return {
        Flaw.EMPTY: words.tr("Type a name."),
        Flaw.EDGE: words.tr("A name must not begin or end with “/”."),
        Flaw.GAP: words.tr("Two “/” in a row would make a folder without a name."),
        Flaw.DOTS: words.tr("“.” and “..” are no names: other programs take them for a way."),
        Flaw.UNSEEN: words.tr("The name holds characters that cannot be seen, such as a line break. Remove them."),
    }[wrong]
