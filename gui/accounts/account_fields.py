"""The input fields of an account. Shows and reads them; checks and saves nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.model.values import COLOURS, Account, Addressing
from core.rules.access import CUSTOMER
from core.rules.providers import Provider, provider, provider_names
from core.rules.vocabulary import encryption_words
from gui.accounts import account_choices
from gui.accounts.account_choices import Way
from gui.accounts.account_form import AccountForm, Field, way_of
from gui.text import names
from gui.widgets import icons, style
from gui.widgets.plain import PlainLabel

#: The fields that few accounts need, as far as something can be wrong with them.
_MORE = frozenset({Field.PROXY, Field.CUSTOMER_KEY})


class AccountFields(QWidget):
    """All fields with their labels, in the order in which they are filled in.

    Signals:
        edited: something was typed or chosen.
    """

    edited = Signal()

    def __init__(self, account: Account | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.provider = QComboBox()
        self.region = QComboBox()
        self.way = QComboBox()
        self.url = QLineEdit()
        self.key_id = QLineEdit()
        self.secret = QLineEdit()
        self.show_secret = QToolButton()
        self.token = QLineEdit()
        self.start_path = QLineEdit()
        self.proxy = QLineEdit()
        self.proxy_password = QLineEdit()
        self.ca_bundle = QLineEdit()
        self.requester_pays = QCheckBox()
        self.read_only = QCheckBox()
        self.colour = QComboBox()
        self.customer_key = QLineEdit()
        self.forget_key = QToolButton()
        self.more = QToolButton()
        self._has_versions = False
        self.addressing = QComboBox()
        self.signature = QComboBox()
        self.messages: dict[Field, QLabel] = {}
        self._own_url = ""  # what was typed for a custom address, kept while another way is chosen
        self._saved_key = "" if account is None else account.customer_key
        self._saved = Addressing.AUTO if account is None else account.addressing
        self._set_up()
        self._lay_out()
        self._connect()
        self._follow_provider()
        if account is not None:
            self._fill(account)

    def form(self) -> AccountForm:
        """The fields as they stand."""
        return AccountForm(
            self.name.text(),
            self._provider(),
            self._region(),
            Way(self.way.currentData()),
            self.url.text(),
            Addressing(self.addressing.currentData() or Addressing.AUTO),
            self.key_id.text(),
            self.secret.text(),
            self.token.text(),
            self.start_path.text(),
            self.signature.currentData() or "",
            self.proxy.text(),
            self.proxy_password.text(),
            self.ca_bundle.text(),
            self.requester_pays.isChecked(),
            self.customer_key.text() if self.customer_key.isEnabled() else "",
            self._saved_key if self.customer_key.isEnabled() else "",
            self.read_only.isChecked(),
            self.colour.currentData() or "",
        )

    def show_problems(self, problems: dict[Field, str]) -> None:
        """Put each sentence below its field; the first such field gets the keyboard."""
        colour = style.tints(self.palette()).bad
        if not problems.keys().isdisjoint(_MORE):
            self.more.setChecked(True)
        for field, label in self.messages.items():
            label.setText(problems.get(field, ""))
            label.setVisible(field in problems)
            label.setStyleSheet(f"color: {colour};")
            self._edit(field).setAccessibleDescription(problems.get(field, ""))

    def focus(self, field: Field) -> None:
        """Put the keyboard where a sentence stands."""
        self._edit(field).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_secret(self) -> None:
        """The secret is what is missing: say so, and put the keyboard there."""
        self.secret.setPlaceholderText(self.tr("not known here; enter it"))
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ making

    def _set_up(self) -> None:
        for known in account_choices.providers():
            self.provider.addItem(names.provider_title(known.name), known.name)
        self._ways = {
            Way.PUBLIC: self.tr("Public"),
            Way.INTERNAL: self.tr("Internal (inside the provider's network)"),
            Way.ACCELERATE: self.tr("Transfer acceleration"),
            Way.CUSTOM: self.tr("Custom address"),
        }
        self._addressings = {
            Addressing.AUTO: self.tr("Automatic"),
            Addressing.VIRTUAL: self.tr("Bucket in the host name"),
            Addressing.PATH: self.tr("Bucket in the path"),
            Addressing.CUSTOM: self.tr("Own domain of one bucket (CNAME)"),
        }
        self._signatures = {"": self.tr("Automatic"), "v4": self.tr("Version 4"), "v1": self.tr("Version 1")}
        self.region.setEditable(True)
        self.region.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.region.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.proxy_password.setEchoMode(QLineEdit.EchoMode.Password)
        self.proxy.setPlaceholderText(self.tr("as the system says; http://user@host:8080, https, socks5 or direct"))
        self.ca_bundle.setPlaceholderText(self.tr("as the system says; a PEM file with those to trust"))
        self.requester_pays.setText(self.tr("charge me where a bucket wants that (Requester Pays)"))
        self.read_only.setText(self.tr("read-only: refuse all that would write with this account"))
        colours = {
            "red": self.tr("Red"),
            "orange": self.tr("Orange"),
            "green": self.tr("Green"),
            "blue": self.tr("Blue"),
            "violet": self.tr("Violet"),
        }
        self.colour.addItem(self.tr("None"), "")
        for colour in COLOURS:
            self.colour.addItem(icons.sign("account", style.mark(self.palette(), colour)), colours[colour], colour)
        self.customer_key.setEchoMode(QLineEdit.EchoMode.Password)
        self.forget_key.setText(self.tr("Forget"))
        self.forget_key.setToolTip(self.tr("Forget the saved customer's key"))
        self.forget_key.setAccessibleName(self.tr("Forget the saved customer's key"))
        self.forget_key.setCheckable(True)
        self.forget_key.setVisible(False)
        self.token.setPlaceholderText(self.tr("only for temporary (STS) credentials"))
        self.start_path.setPlaceholderText(self.tr("bucket/folder/ for keys that may not list buckets"))
        self.more.setText(self.tr("More settin&gs: token, proxy, certificates, customer's key, addressing"))
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.show_secret.setCheckable(True)
        self.show_secret.setToolTip(self.tr("Show the secret"))
        self.show_secret.setAccessibleName(self.tr("Show the secret"))
        icons.dress(self.show_secret, "show")

    def _lay_out(self) -> None:
        form = self._rows = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(2 * style.STEP)
        form.setVerticalSpacing(style.STEP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        secret = QHBoxLayout()
        secret.setSpacing(style.STEP // 2)
        secret.addWidget(self.secret, 1)
        secret.addWidget(self.show_secret)
        self._add(form, self.tr("&Name"), self.name, field=Field.NAME)
        self._add(form, self.tr("&Provider"), self.provider)
        self._add(form, self.tr("&Region"), self.region, field=Field.REGION)
        self._add(form, self.tr("&Endpoint"), self.way)
        self._add(form, self.tr("&Address"), self.url, field=Field.ENDPOINT)
        self._add(form, self.tr("Access &key id"), self.key_id, field=Field.KEY_ID)
        self._add(form, self.tr("&Secret"), self.secret, field=Field.SECRET, around=secret)
        self._add(form, self.tr("Start pat&h"), self.start_path, field=Field.START_PATH)
        self._add(form, self.tr("Protect&ion"), self.read_only)
        self._add(form, self.tr("Co&lour"), self.colour)
        form.addRow(self.more)
        self._first_of_more = form.rowCount()
        self._add(form, self.tr("Security t&oken"), self.token)
        self._add(form, self.tr("Pro&xy"), self.proxy, field=Field.PROXY)
        self._add(form, self.tr("Proxy pass&word"), self.proxy_password)
        self._add(form, self.tr("&Certificates"), self.ca_bundle)
        self._add(form, self.tr("Pa&yment"), self.requester_pays)
        own_key = QHBoxLayout()
        own_key.setSpacing(style.STEP // 2)
        own_key.addWidget(self.customer_key, 1)
        own_key.addWidget(self.forget_key)
        self._add(form, self.tr("Custo&mer's key"), self.customer_key, field=Field.CUSTOMER_KEY, around=own_key)
        self._add(form, self.tr("A&ddressing"), self.addressing)
        self._add(form, self.tr("Signat&ure"), self.signature)

    def _add(
        self,
        form: QFormLayout,
        title: str,
        edit: QWidget,
        *,
        field: Field | None = None,
        around: QLayout | None = None,
    ) -> None:
        label = PlainLabel(title)
        label.setBuddy(edit)
        edit.setAccessibleName(title.replace("&", ""))
        column = QVBoxLayout()
        column.setSpacing(style.STEP // 4)
        if around is not None:
            column.addLayout(around)
        else:
            column.addWidget(edit)
        if field is not None:
            self.messages[field] = PlainLabel()
            self.messages[field].setWordWrap(True)
            self.messages[field].hide()
            column.addWidget(self.messages[field])
        form.addRow(label, column)

    def _connect(self) -> None:
        self.provider.currentIndexChanged.connect(self._follow_provider)
        self.url.textEdited.connect(self._keep_url)
        self.way.currentIndexChanged.connect(self._follow_way)
        self.region.currentTextChanged.connect(self._follow_way)
        self.show_secret.toggled.connect(self._show_secret)
        self.more.toggled.connect(self._follow_more)
        for combo in (self.provider, self.way, self.addressing, self.signature, self.colour):
            combo.currentIndexChanged.connect(lambda _index: self.edited.emit())
        self.region.currentTextChanged.connect(lambda _text: self.edited.emit())
        for box in (self.requester_pays, self.read_only):
            box.toggled.connect(lambda _checked: self.edited.emit())
        typed = (self.name, self.url, self.key_id, self.secret, self.token, self.start_path)
        self.forget_key.toggled.connect(self._forget_key)
        for edit in (*typed, self.proxy, self.proxy_password, self.ca_bundle, self.customer_key):
            edit.textEdited.connect(lambda _text: self.edited.emit())

    def _fill(self, account: Account) -> None:
        known = account.provider in provider_names()
        self.provider.setCurrentIndex(self.provider.findData(account.provider) if known else 0)
        self.name.setText(account.name)
        self.name.setReadOnly(True)
        self.name.setToolTip(self.tr("Copies in the queue know the account by its name, so it stays."))
        at = self.region.findData(account.region)
        if at >= 0:
            self.region.setCurrentIndex(at)
        else:
            self.region.setEditText(account.region)
        self._own_url = account.endpoint
        self.way.setCurrentIndex(self.way.findData(way_of(account, self._provider()).value))
        self._follow_way()
        self.addressing.setCurrentIndex(self.addressing.findData(account.addressing.value))
        self.signature.setCurrentIndex(max(0, self.signature.findData(account.signature)))
        self.key_id.setText(account.key_id)
        self.secret.setPlaceholderText(self.tr("unchanged"))
        self.start_path.setText(account.start_path)
        self.proxy.setText(account.proxy)
        self.proxy_password.setPlaceholderText(self.tr("unchanged") if account.proxy else "")
        self.ca_bundle.setText(account.ca_bundle)
        self.requester_pays.setChecked(account.requester_pays)
        self.read_only.setChecked(account.read_only)
        self.colour.setCurrentIndex(max(0, self.colour.findData(account.colour)))
        if account.customer_key:
            self.forget_key.setVisible(True)
            self._follow_keys()
        self.more.setChecked(_uses_more(account))
        self.key_id.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ inside

    def _provider(self) -> Provider:
        return provider(self.provider.currentData())

    def _region(self) -> str:
        """The id of the chosen region, or what was typed."""
        text = self.region.currentText().strip()
        at = self.region.findText(text)
        return str(self.region.itemData(at)) if at >= 0 else text

    def _follow_provider(self) -> None:
        """Offer what this provider has; what was typed or chosen stays where it still makes sense."""
        known = self._provider()
        self._fill_regions(known)
        _offer(self.way, ((way.value, self._ways[way]) for way in account_choices.ways(known)))
        if not self._own_url:
            self.way.setCurrentIndex(0)
        versions = account_choices.signatures(known)
        _offer(self.signature, ((version, self._signatures[version]) for version in ("", *versions)))
        self._has_versions = bool(versions)
        self._follow_more()
        self._follow_keys()
        self._follow_way()

    def _follow_more(self) -> None:
        """Show what few accounts need when it is asked for; the versions of a signature where there are several."""
        last = self._rows.rowCount() - 1
        is_open = self.more.isChecked()
        for row in range(self._first_of_more, last + 1):
            self._rows.setRowVisible(row, is_open and (row < last or self._has_versions))
        self.more.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _fill_regions(self, known: Provider) -> None:
        before = self._region()
        was_typed = bool(before) and self.region.findData(before) < 0
        with QSignalBlocker(self.region):
            self.region.clear()
            for region in known.regions:
                self.region.addItem(f"{names.region_title(region.title)} — {region.id}", region.id)
            at = self.region.findData(before)
            if at >= 0:
                self.region.setCurrentIndex(at)
            elif was_typed:
                self.region.setEditText(before)
        edit = self.region.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("" if known.regions else self.tr("seldom needed"))

    def _follow_way(self) -> None:
        """Show which address is meant; only a custom one can be typed."""
        form = self.form()
        custom = form.way is Way.CUSTOM
        self.url.setReadOnly(not custom)
        self.url.setText(self._own_url if custom else form.endpoint)
        self.url.setPlaceholderText(account_choices.example(form.provider) if custom else "")
        places = {*account_choices.addressings(form.provider, form.way), self._saved}
        _offer(self.addressing, ((place.value, text) for place, text in self._addressings.items() if place in places))

    def _keep_url(self, text: str) -> None:
        self._own_url = text

    def _show_secret(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.secret.setEchoMode(mode)
        self.token.setEchoMode(mode)
        self.proxy_password.setEchoMode(mode)
        self.customer_key.setEchoMode(mode)

    def _follow_keys(self) -> None:
        """Take a customer's key where the store has them, and unless the saved one is to be forgotten."""
        is_had = CUSTOMER in encryption_words(self._provider())
        self.customer_key.setEnabled(is_had and not self.forget_key.isChecked())
        usual = self.tr("for objects under a key of your own (SSE-C); base64 or hex digits")
        said = self.tr("unchanged") if self._saved_key else usual
        if not is_had:
            said = self.tr("this store encrypts nothing with a customer's key")
        self.customer_key.setPlaceholderText(self.tr("will be forgotten") if self.forget_key.isChecked() else said)

    def _forget_key(self) -> None:
        self.customer_key.clear()
        self._follow_keys()
        self.edited.emit()

    def _edit(self, field: Field) -> QWidget:
        return {
            Field.NAME: self.name,
            Field.REGION: self.region,
            Field.ENDPOINT: self.url,
            Field.KEY_ID: self.key_id,
            Field.SECRET: self.secret,
            Field.START_PATH: self.start_path,
            Field.PROXY: self.proxy,
            Field.CUSTOMER_KEY: self.customer_key,
        }[field]


def _offer(combo: QComboBox, choices: Iterable[tuple[str, str]]) -> None:
    """Offer other choices, each a value and its text. The chosen one stays if it is among them."""
    before = combo.currentData()
    with QSignalBlocker(combo):
        combo.clear()
        for value, text in choices:
            combo.addItem(text, value)
        combo.setCurrentIndex(max(0, combo.findData(before)))


def _uses_more(account: Account) -> bool:
    """Whether the account has something that few have."""
    is_usual = account.addressing is Addressing.AUTO and not account.signature
    return not is_usual or any((account.proxy, account.ca_bundle, account.requester_pays, account.customer_key))
