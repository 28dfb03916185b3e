"""Where a secret is kept: what is said and asked of it. Shows and reads; keeps nothing by itself."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from core.system.secrets_file import FileState
from gui.qt.tasks import Tasks
from gui.text.translate import together
from gui.widgets import messages, style
from gui.widgets.plain import PlainLabel
from gui.widgets.remark import Remark

_WIDTH = 460


class SecretKeeping(QWidget):
    """A sentence that says where the secret is kept and, without a keyring, the choice between memory and a file.

    Signals:
        edited: another choice, or another passphrase.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = FileState.NONE
        self._offers_file = False
        self.said = PlainLabel()
        self.where = QComboBox()
        self.passphrase, self.repeated = _hidden_line(), _hidden_line()
        self.problem = PlainLabel()
        self._lay_out()
        self.where.currentIndexChanged.connect(self._follow)
        for edit in (self.passphrase, self.repeated):
            edit.textEdited.connect(lambda _: self.edited.emit())
        self._follow()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP)
        for label in (self.said, self.problem):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.said)
        self.said.setAccessibleName(self.tr("Where the secret is kept"))
        self.problem.setAccessibleName(self.tr("Remark on the passphrase"))
        self.where.addItem(self.tr("in memory, until you quit"), userData=False)
        self.where.addItem(self.tr("in an encrypted file, under a passphrase"), userData=True)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(2 * style.STEP)
        self.form.setVerticalSpacing(style.STEP)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, edit in (
            (self.tr("Secret is sa&ved"), self.where),
            (self.tr("&File's passphrase"), self.passphrase),
            (self.tr("Repeat it"), self.repeated),
        ):
            label = PlainLabel(title)
            label.setBuddy(edit)
            edit.setAccessibleName(title.replace("&", ""))
            self.form.addRow(label, edit)
        column.addLayout(self.form)
        column.addWidget(self.problem)

    # ------------------------------------------------------------ showing

    def show_looking(self) -> None:
        self.said.setText(self.tr("Looking for a secure keyring…"))

    def show_found(self, has_keyring: bool, state: FileState) -> None:
        """What there is on this computer."""
        self._state = state
        self._offers_file = not has_keyring and state is not FileState.OPEN
        if has_keyring:
            self._said = self.tr("The secret is kept in this desktop's keyring.")
        elif state is FileState.OPEN:
            self._said = self.tr("The secret is kept in the encrypted file of secrets.")
        else:
            self._said = ""
        if state is FileState.LOCKED:
            self.where.setCurrentIndex(1)
        self._follow()

    def show_failure(self, problem: Exception) -> None:
        """The keyring does not answer."""
        self._offers_file = False
        memory = self.tr("Until then the secret is kept only in memory, until you quit.")
        self._said = together(messages.sentence(problem), memory)
        self._follow()

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the passphrase; "" when nothing is."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.problem.setStyleSheet(f"color: {style.tints(self.palette()).bad};")
        self.passphrase.setAccessibleDescription(text)

    _said = ""

    def _follow(self) -> None:
        wants_file = self._offers_file and bool(self.where.currentData())
        self.form.setRowVisible(self.where, self._offers_file)
        self.form.setRowVisible(self.passphrase, wants_file)
        self.form.setRowVisible(self.repeated, wants_file and self._state is FileState.NONE)
        if self._said or not self._offers_file:
            self.said.setText(self._said)
        elif not wants_file:
            self.said.setText(
                self.tr("No secure keyring was found: the secret is kept only in memory, until you quit.")
            )
        elif self._state is FileState.NONE:
            self.said.setText(
                self.tr(
                    "No secure keyring was found. The file asks for this passphrase once after each start; nobody can "
                    "open it without, so keep it well."
                )
            )
        else:
            self.said.setText(self.tr("No secure keyring was found. Type the passphrase of the file of secrets."))
        self.show_problem("")
        self.edited.emit()

    # ------------------------------------------------------------ reading

    def wanted_passphrase(self) -> str:
        """What opens the file; "" when no file is wanted or none has to be opened."""
        return self.passphrase.text() if self._wants_file() else ""

    def find_problem(self) -> str:
        """What is wrong with what was typed, as a sentence; "" when nothing is."""
        if not self._wants_file():
            return ""
        if not self.passphrase.text():
            return self.tr("Type a passphrase, or keep the secret in memory.")
        if self._state is FileState.NONE and self.passphrase.text() != self.repeated.text():
            return self.tr("The two passphrases differ.")
        return ""

    def _wants_file(self) -> bool:
        return self._offers_file and bool(self.where.currentData())


class OpensSecrets(Protocol):
    """What the dialog needs of the vault."""

    def open_file(self, passphrase: str) -> None: ...


class PassphraseDialog(QDialog):
    """Asks for the passphrase of the file of secrets, and opens it."""

    def __init__(self, vault: OpensSecrets, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vault, self._tasks = vault, tasks
        self.setWindowTitle(self.tr("Open the file of secrets"))
        self.said: QLabel = PlainLabel(
            self.tr(
                "The secrets of your accounts are in an encrypted file. Type its passphrase to use them until you quit."
            )
        )
        self.passphrase = _hidden_line()
        self.remark = Remark(self.tr("Remark on the passphrase"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.yes = self.buttons.addButton(self.tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.buttons.accepted.connect(self._open)
        self.buttons.rejected.connect(self.reject)
        self.passphrase.textEdited.connect(lambda _: self._follow())
        self._follow()

    def _lay_out(self) -> None:
        self.said.setWordWrap(True)
        label = PlainLabel(self.tr("Passp&hrase"))
        label.setBuddy(self.passphrase)
        self.passphrase.setAccessibleName(self.tr("Passphrase"))
        form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.addRow(label, self.passphrase)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addWidget(self.said)
        whole.addLayout(form)
        whole.addWidget(self.remark)
        whole.addStretch(1)
        whole.addWidget(self.buttons)
        style.make_primary(self.yes)
        self.yes.setDefault(True)
        self.setMinimumWidth(_WIDTH)

    def _follow(self) -> None:
        self.remark.say("")
        self.yes.setEnabled(bool(self.passphrase.text()))

    def _open(self) -> None:
        words = self.passphrase.text()
        self.yes.setEnabled(False)
        self.remark.say(self.tr("Opening…"))
        self._tasks.run(lambda _: self._vault.open_file(words), lambda _: self.accept(), failed=self._tell, owner=self)

    def _tell(self, problem: Exception) -> None:
        self.remark.say(messages.sentence(problem), "error")
        self.yes.setEnabled(True)
        self.passphrase.selectAll()
        self.passphrase.setFocus()


def _hidden_line() -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit
