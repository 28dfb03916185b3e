"""The line below a pane's table. It never calls a part the whole: what is not loaded is said."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.model.errors import Kind, OwnCode, StoreError
from gui.browser.loader import Loader
from gui.browser.object_model import ObjectsModel
from gui.browser.pane_table import PaneTable, first_items
from gui.text import phrases
from gui.text.place import Place, shown
from gui.text.visible import tip
from gui.widgets import messages, style
from gui.widgets.notice_page import NoticePage
from gui.widgets.plain import PlainLabel


class Mend(StrEnum):
    """How an account is brought to work."""

    SECRET = "secret"  # noqa: S105 - a word, not a password
    ACCOUNT = "account"
    UNLOCK = "unlock"


_SECRET_CODES = {OwnCode.NO_SECRET, OwnCode.SECRETS_LOCKED}
_ACCOUNT_KINDS = {Kind.BAD_CREDENTIALS, Kind.CREDENTIALS_EXPIRED}
_ACCOUNT_CODES = {
    OwnCode.BAD_ENDPOINT,
    OwnCode.CA_FILE_UNUSABLE,
    OwnCode.CERTIFICATE_NOT_TRUSTED,
    OwnCode.HOST_NOT_FOUND,
    OwnCode.PROXY_FAILED,
    OwnCode.PROXY_NOT_SUPPORTED,
    OwnCode.UNKNOWN_PROVIDER,
}


class PaneNotice(NoticePage):
    """Nothing is open, something is loading, there is nothing here, or it failed."""

    def show_nowhere(self) -> None:
        self.show_text("bucket", self.tr("Nothing is open"), self.tr("Choose an account or a bucket at the left."))

    def show_loading(self) -> None:
        self.show_busy(self.tr("Loading…"))

    def show_empty(self, place: Place) -> None:
        """The place was loaded and holds nothing."""
        if place.bucket:
            hint = self.tr("Drop objects or folders here to copy them.")
            self.show_text("folder", self.tr("This folder is empty"), hint)
        else:
            self.show_text("bucket", self.tr("No buckets"), self.tr("This account has no buckets yet."))

    def show_failure(self, place: Place, problem: Exception, *, retry: Callable[[], object]) -> None:
        """The place could not be loaded."""
        detail = phrases.detail(problem) if isinstance(problem, StoreError) else ""
        title = self.tr("{place} cannot be shown").format(place=shown(place.name))
        self.show_text("error", title, messages.sentence(problem), detail=detail)
        is_first = not isinstance(problem, StoreError) or problem.code not in _SECRET_CODES
        self.offer(self.tr("Retry"), retry, is_first=is_first)

    def offer_account(self, account: str, problem: Exception, mend: Callable[[str, Mend], object]) -> None:
        """Add the ways to an account that does not work as it is."""
        code = problem.code if isinstance(problem, StoreError) else ""
        if code == OwnCode.SECRETS_LOCKED:
            self.offer(self.tr("Open the secrets…"), lambda: mend(account, Mend.UNLOCK), is_first=True)
        elif code == OwnCode.NO_SECRET:
            self.offer(self.tr("Enter the secret…"), lambda: mend(account, Mend.SECRET), is_first=True)
        if isinstance(problem, StoreError) and (problem.kind in _ACCOUNT_KINDS or code in _ACCOUNT_CODES):
            self.offer(self.tr("Edit the account…"), lambda: mend(account, Mend.ACCOUNT))

    def offer_place(self, place: Place, go: Callable[[Place], object]) -> None:
        """Add a button that leads to another place."""
        self.offer(self.tr("Open {place}").format(place=place), lambda: go(place))


#: With more rows selected than this, their sizes are not summed up: it would be felt.
_SUM_MAX = 20_000


class PaneFooter(QWidget):
    """How much is loaded and selected, and buttons to load more."""

    def __init__(self) -> None:
        super().__init__()
        self._failure, self._is_old = "", False
        self.label = PlainLabel()
        self.selection = PlainLabel()
        self.again = self._button(self.tr("Retry"), self.tr("Load the next page again"))
        self.more = self._button(self.tr("Load more"), self.tr("Load the next page"))
        self.all = self._button(self.tr("Load all"), self.tr("Load page after page until the end"))
        self.all.setCheckable(True)
        self._lay_out()

    def _lay_out(self) -> None:
        self.label.setAccessibleName(self.tr("What is loaded"))
        self.selection.setAccessibleName(self.tr("What is selected"))
        for label in (self.label, self.selection):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.STEP, 0, style.STEP // 2, 0)
        row.setSpacing(style.STEP // 2)
        row.addWidget(self.label, 1)
        row.addWidget(self.selection)
        for button in (self.again, self.more, self.all):
            row.addWidget(button)
        # The same height with and without buttons, so that the rows do not jump.
        self.setFixedHeight(self.fontMetrics().height() + 2 * style.STEP)

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.setAutoRaise(True)
        button.hide()
        return button

    @property
    def has_failed(self) -> bool:
        """Whether the next page could not be loaded and nobody has asked for it again."""
        return bool(self._failure)

    def show_failure(self, sentence: str) -> None:
        """The next page could not be loaded."""
        self._failure = sentence
        self._show(sentence, "", more=False, going_on=False)

    def forget_failure(self) -> None:
        """The rows are being loaded again."""
        self._failure, self._is_old = "", False

    def mark_old(self) -> None:
        """What is shown has changed in the store, and is too long to be loaded again unasked."""
        self._is_old = True

    def show_state(self, table: PaneTable, loader: Loader) -> None:
        """Say how much of the place is loaded, shown and selected."""
        if not table.rows.loaded:
            self.forget_failure()
        if self._failure:
            return
        said = self._count(table, has_more=loader.has_more) if table.rows.loaded else ""
        if said and loader.is_busy:
            said = self.tr("{said} · loading…").format(said=said)
        elif said and self._is_old:
            said = self.tr("{said} · changed since then: press F5").format(said=said)
        more = loader.has_more and bool(table.rows.loaded)
        self._show(said, self._selected(table), more=more, going_on=loader.is_going_on)

    def _show(self, said: str, selected: str, *, more: bool, going_on: bool) -> None:
        self.label.setText(said)
        self.label.setToolTip(tip(said))
        self.selection.setText(selected)
        self.again.setVisible(bool(self._failure))
        self.more.setVisible(more and not going_on)
        with QSignalBlocker(self.all):
            self.all.setChecked(going_on)
        self.all.setText(self.tr("Stop loading") if going_on else self.tr("Load all"))
        self.all.setVisible(more)

    def _count(self, table: PaneTable, *, has_more: bool) -> str:
        rows = table.rows
        loaded = phrases.number(rows.loaded) + ("+" if has_more else "")
        if rows.needle:
            number = phrases.number(rows.rowCount())
            return self.tr("{number} of {loaded} loaded match").format(number=number, loaded=loaded)
        if not isinstance(rows, ObjectsModel):
            return self.tr("%Ln bucket(s)", None, rows.loaded)
        if not has_more:
            folders = self.tr("%Ln folder(s)", None, rows.folders)
            objects = self.tr("%Ln object(s)", None, rows.loaded - rows.folders)
            return " · ".join(
                said for said, count in ((folders, rows.folders), (objects, rows.loaded - rows.folders)) if count
            )
        number = phrases.number(rows.loaded)
        if rows.is_in_order_of_the_store:
            return self.tr("{number} of {loaded} loaded").format(number=number, loaded=loaded)
        return self.tr("{number} of {loaded} loaded; sorted over the loaded ones").format(number=number, loaded=loaded)

    def _selected(self, table: PaneTable) -> str:
        count = table.selected_count()
        if count < 1:
            return ""
        said = self.tr("{count} selected").format(count=phrases.number(count))
        if count > _SUM_MAX:
            return said
        sizes = [item.size for item in first_items(table, count)]
        if any(size is None for size in sizes):
            return said  # the size of a folder or a bucket is not known
        return f"{said}, {phrases.size(sum(size or 0 for size in sizes))}"
