"""Adding and editing an account, with its test. Network, keyring and disk go through the tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.model.reports import Verdict
from core.model.values import Account, Credentials
from core.system.clock import Cancel
from gui.accounts.account_fields import AccountFields
from gui.accounts.account_form import AccountForm, Field
from gui.accounts.secret_keeping import SecretKeeping
from gui.qt.contracts import AccountBookApi, SecretStoreApi
from gui.qt.tasks import Request, Tasks
from gui.text import phrases
from gui.widgets import icons, messages, style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import only_when_focused, scrolling

_ICON = 20
#: The size at first: what the fields need with the buttons below them, but not more than most of a small screen.
_WIDTH, _AROUND = 600, 160


@dataclass(frozen=True, slots=True)
class AccountServices:
    """What the dialog needs.

    Attributes:
        check: `core.store.browser.check_account` with its clock; blocks for as long as one connection may take.
    """

    tasks: Tasks
    book: AccountBookApi
    vault: SecretStoreApi
    check: Callable[[Account, Credentials | None, Cancel], Verdict]


class AccountDialog(QDialog):
    """A new account, or another one with its name fixed and its secret kept unless a new one is typed.

    After it was accepted, `saved` is the account as it stands in the book.
    """

    def __init__(
        self,
        services: AccountServices,
        account: Account | None = None,
        parent: QWidget | None = None,
        *,
        lacks_secret: bool = False,
    ) -> None:
        """`lacks_secret`: the secret is not known here, and is what the dialog was opened for."""
        super().__init__(parent)
        self._services = services
        self._edited = account
        self._test: Request | None = None
        self._tried = False
        self.saved: Account | None = None
        self.setWindowTitle(self.tr("Edit account") if account is not None else self.tr("Add account"))
        self.fields = AccountFields(account)
        self.warning = _line()
        self.keeping = SecretKeeping()
        self.test_button = QPushButton(self.tr("&Test"))
        self.busy = QProgressBar()
        self.sign = PlainLabel()
        self.verdict = _line()
        self.detail = _line()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.save_button = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self._lay_out()
        self._connect()
        self._show_warning()
        self._look_for_keyring()
        if lacks_secret:
            self.fields.ask_secret()

    def done(self, result: int) -> None:
        """End the dialog, and a test that is under way with it."""
        self._stop_test()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._stop_test()
        super().closeEvent(event)

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, style.STEP, 0)
        column.setSpacing(2 * style.STEP)
        for part in (self.fields, self.warning, self.keeping):
            column.addWidget(part)
        column.addStretch(1)
        area = scrolling(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keyboard, and it follows them
        area.setAccessibleName(self.tr("The account"))
        whole.addWidget(area, 1)
        test = QHBoxLayout()
        test.setSpacing(style.STEP)
        test.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignTop)
        test.addWidget(self.busy, 1)
        test.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(style.STEP // 2)
        said.addWidget(self.verdict)
        said.addWidget(self.detail)
        test.addLayout(said, 1)
        whole.addLayout(test)
        whole.addWidget(self.buttons)
        self.verdict.setAccessibleName(self.tr("Result of the test"))
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.busy.setAccessibleName(self.tr("The account is being tested"))
        style.make_primary(self.save_button)
        self.save_button.setDefault(True)
        only_when_focused(self.test_button)
        self._show_busy(busy=False)
        self._show_verdict("", "", detail="")
        wanted = inner.sizeHint().height() + _AROUND
        self.resize(_WIDTH, min(wanted, round(0.85 * self.screen().availableGeometry().height())))

    def _connect(self) -> None:
        self.fields.edited.connect(self._follow)
        self.keeping.edited.connect(self._follow_keeping)
        self.test_button.clicked.connect(self._toggle_test)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)

    # ------------------------------------------------------------ checking

    def _follow(self) -> None:
        """Something was typed: an old verdict is about other values, and a repaired field needs no message."""
        self._stop_test()
        self._show_verdict("", "", detail="")
        self._show_warning()
        if self._tried:
            self.fields.show_problems(self._problems())

    def _follow_keeping(self) -> None:
        if self._tried:
            self.keeping.show_problem(self.keeping.find_problem())

    def _show_warning(self) -> None:
        said = self.fields.form().warning()
        self.warning.setText(said)
        self.warning.setVisible(bool(said))

    def _problems(self) -> dict[Field, str]:
        return self.fields.form().problems(self._services.book.names(), self._edited)

    def _is_ready(self) -> AccountForm | None:
        """The form when nothing is wrong with it; else the first wrong field gets the keyboard."""
        self._tried = True
        wrong = self.keeping.find_problem()
        self.keeping.show_problem(wrong)
        problems = self._problems()
        self.fields.show_problems(problems)
        if problems:
            self.fields.focus(next(iter(problems)))
            return None
        if wrong:
            self.keeping.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return self.fields.form()

    # ------------------------------------------------------------ the keyring

    def _look_for_keyring(self) -> None:
        self.keeping.show_looking()
        vault = self._services.vault
        self._services.tasks.run(
            lambda _cancel: (vault.has_keyring(), vault.file_state()),
            lambda found: self.keeping.show_found(*found),
            failed=self.keeping.show_failure,
            owner=self,
        )

    # ------------------------------------------------------------ the test

    def _toggle_test(self) -> None:
        if self._test is not None:
            self._stop_test()
            return
        form = self._is_ready()
        if form is None:
            return
        account, check = form.account(), self._services.check
        self._show_verdict("", "", detail="")
        self._show_busy(busy=True)
        self._test = self._services.tasks.run(
            lambda cancel: check(account, self._credentials(form), cancel),
            self._tell_verdict,
            failed=self._tell_failure,
            owner=self,
        )

    def _stop_test(self) -> None:
        if self._test is not None:
            self._test.drop()
            self._test = None
        self._show_busy(busy=False)

    def _show_busy(self, *, busy: bool) -> None:
        self.busy.setVisible(busy)
        self.test_button.setText(self.tr("Stop the &test") if busy else self.tr("&Test"))

    def _tell_verdict(self, verdict: Verdict) -> None:
        self._test = None
        self._show_busy(busy=False)
        detail = phrases.detail(verdict.error) if verdict.error is not None else ""
        self._show_verdict("ok" if verdict.is_ok else "error", phrases.verdict(verdict), detail=detail)

    def _tell_failure(self, problem: Exception) -> None:
        self._test = None
        self._show_busy(busy=False)
        self._show_verdict("error", messages.sentence(problem), detail="")

    def _show_verdict(self, sign: str, said: str, *, detail: str) -> None:
        tints = style.tints(self.palette())
        if sign:
            colour = tints.ok if sign == "ok" else tints.bad
            self.sign.setPixmap(icons.pixmap(sign, _ICON, colour, ratio=self.devicePixelRatioF()))
        self.sign.setVisible(bool(sign))
        self.verdict.setText(said)
        self.verdict.setVisible(bool(said))
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    # ------------------------------------------------------------ saving

    def _save(self) -> None:
        form = self._is_ready()
        if form is None:
            return
        account = form.account()
        book, vault = self._services.book, self._services.vault
        passphrase = self.keeping.wanted_passphrase()

        def save() -> Account:
            if passphrase:
                vault.open_file(passphrase)
            credentials = self._credentials(form)
            drops_key = self._edited is not None and not account.customer_key and bool(self._edited.customer_key)
            if credentials is not None and (drops_key or not form.types_none):
                vault.save(account, credentials)
            book.put(account)
            return account

        self._stop_test()
        self.save_button.setEnabled(False)
        self._services.tasks.run(lambda _cancel: save(), self._finish, failed=self._tell_not_saved, owner=self)

    def _credentials(self, form: AccountForm) -> Credentials | None:
        """What was typed, with what is saved where nothing was. Blocks; for a task."""
        saved = self._services.vault.load(self._edited) if self._edited is not None and form.lacks else None
        return form.over(saved)

    def _finish(self, account: Account) -> None:
        self.saved = account
        self.accept()

    def _tell_not_saved(self, problem: Exception) -> None:
        self.save_button.setEnabled(True)
        self._show_verdict("error", messages.sentence(problem), detail="")


def _line() -> QLabel:
    label = PlainLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
