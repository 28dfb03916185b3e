"""Taking over the accounts of other programs: all are shown, and what is ticked is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from core.system.account_files import Candidate, free_name
from gui.qt.contracts import AccountBookApi, SecretStoreApi
from gui.qt.tasks import Tasks
from gui.text import names
from gui.text.translate import QT_TRANSLATE_NOOP, words
from gui.widgets import messages, style
from gui.widgets.plain import PlainItem, PlainLabel
from gui.widgets.remark import Remark
from gui.widgets.tables import dress

_SIZE = (760, 420)

#: The reasons of `core.system.account_files`, for the translation.
_OBSTACLES = (
    QT_TRANSLATE_NOOP("words", "The file cannot be understood."),
    QT_TRANSLATE_NOOP("words", "coscli keeps its key encrypted. Add the account by hand."),
    QT_TRANSLATE_NOOP("words", "It logs in by another way than an access key, which is not taken over."),
    QT_TRANSLATE_NOOP("words", "It logs in by single sign-on (SSO), which is not taken over."),
    QT_TRANSLATE_NOOP("words", "A program gives its credentials (credential_process), which is not taken over."),
    QT_TRANSLATE_NOOP("words", "It assumes a role (role_arn), which is not taken over."),
    QT_TRANSLATE_NOOP("words", "rclone's file is encrypted. Add the accounts by hand."),
    QT_TRANSLATE_NOOP("words", "It takes its key from the environment (env_auth)."),
    QT_TRANSLATE_NOOP("words", "The file holds no access key for it."),
    QT_TRANSLATE_NOOP("words", "The file names neither its endpoint nor a known region."),
)


@dataclass(frozen=True, slots=True)
class ImportServices:
    """What the dialog needs. `find` reads the disk."""

    tasks: Tasks
    book: AccountBookApi
    vault: SecretStoreApi
    find: Callable[[], tuple[Candidate, ...]]


class ImportDialog(QDialog):
    """A row for each account that was found; those that can be taken over have a box.

    Signals:
        imported: the names of the accounts that were saved.
    """

    imported = Signal(object)

    def __init__(self, services: ImportServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._found: tuple[Candidate, ...] = ()
        self.setWindowTitle(self.tr("Take over accounts"))
        self.said = PlainLabel(
            self.tr(
                "Accounts of ossutil, coscli, the AWS command line and s5cmd, rclone and mc on this computer. Their "
                "files are only read. What you tick is saved here, its secret where secrets are kept."
            )
        )
        self.table = QTableWidget(0, 5)
        self.remark = Remark(self.tr("What was found"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.yes = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.table.itemChanged.connect(lambda _: self._follow())
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self._follow()
        self.remark.say(self.tr("Looking…"))
        services.tasks.run(lambda _: services.find(), self._show, failed=self._tell, owner=self)

    def _lay_out(self) -> None:
        self.said.setWordWrap(True)
        self.table.setAccessibleName(self.tr("Accounts of other programs"))
        titles = (self.tr("Account"), self.tr("Provider"), self.tr("Endpoint"), self.tr("From"), self.tr("Remark"))
        self.table.setHorizontalHeaderLabels(titles)
        dress(self.table)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((150, 130, 220, 80)):
            self.table.setColumnWidth(column, width)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addWidget(self.said)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.remark)
        whole.addWidget(self.buttons)
        style.make_primary(self.yes)
        self.yes.setDefault(True)
        self.resize(*_SIZE)

    def ticked(self) -> list[Candidate]:
        """What the user wants, in the order of the rows."""
        boxes = (self.table.item(row, 0) for row in range(self.table.rowCount()))
        marks = [box is not None and box.checkState() is Qt.CheckState.Checked for box in boxes]
        return [each for each, wanted in zip(self._found, marks, strict=True) if wanted]

    # ------------------------------------------------------------ inside

    def _show(self, found: Sequence[Candidate]) -> None:
        self._found = tuple(found)
        self.table.setRowCount(len(found))
        for row, each in enumerate(found):
            account = each.account
            remark = words.tr(each.obstacle) if each.obstacle else ""
            cells = (account.name, names.provider_title(account.provider), account.endpoint, each.program, remark)
            for column, text in enumerate(cells):
                item = PlainItem(text)
                item.setToolTip(str(each.origin) if column == 3 else text)
                if column == 0 and each.credentials is not None:
                    item.setCheckState(Qt.CheckState.Unchecked)
                else:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
                if each.credentials is None:
                    item.setForeground(self.palette().placeholderText())
                self.table.setItem(row, column, item)
        self.remark.say("" if found else self.tr("None of these programs has an account here."))
        if found:
            self.table.setCurrentCell(0, 0)
            self.table.setFocus()
        self._follow()

    def _follow(self) -> None:
        count = len(self.ticked()) if self._found and self.table.item(len(self._found) - 1, 4) else 0
        self.yes.setText(self.tr("Take over %Ln account(s)", None, count) if count else self.tr("Take over"))
        self.yes.setEnabled(bool(count))

    def _save(self) -> None:
        wanted = self.ticked()
        book, vault = self._services.book, self._services.vault

        def save() -> list[str]:
            saved: list[str] = []
            for each in wanted:
                if each.credentials is None:
                    continue
                account = replace(each.account, name=free_name(each.account.name, set(book.names())))
                vault.save(account, each.credentials)
                book.put(account)
                saved.append(account.name)
            return saved

        def finish(saved: list[str]) -> None:
            self.imported.emit(saved)
            self.accept()

        self.yes.setEnabled(False)
        self._services.tasks.run(lambda _: save(), finish, failed=self._tell, owner=self)

    def _tell(self, problem: Exception) -> None:
        self.remark.say(messages.sentence(problem), "error")
        self._follow()
