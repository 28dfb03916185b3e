"""Window floor: the input fields of an account. Shows and reads them; checks and saves nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
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

from core.providers import Provider, provider, provider_names
from core.values import Account, Addressing
from gui import icons, style
from gui.models.account_form import AccountForm, Field, Way, way_of

#: The provider that a new account begins with.
FIRST = "oss"


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
        self.addressing = QComboBox()
        self.messages: dict[Field, QLabel] = {}
        self._fill_choices()
        self._lay_out()
        self._connect()
        self._fill_regions()
        if account is not None:
            self._fill(account)
        self._follow_way()

    def form(self) -> AccountForm:
        """The fields as they stand."""
        return AccountForm(
            self.name.text(),
            self._provider(),
            self._region(),
            Way(self.way.currentData()),
            self.url.text(),
            Addressing(self.addressing.currentData()),
            self.key_id.text(),
            self.secret.text(),
            self.token.text(),
            self.start_path.text(),
        )

    def show_problems(self, problems: dict[Field, str]) -> None:
        """Put each sentence below its field; the first such field gets the keyboard."""
        colour = style.tints(self.palette()).bad
        for field, label in self.messages.items():
            label.setText(problems.get(field, ""))
            label.setVisible(field in problems)
            label.setStyleSheet(f"color: {colour};")
            self._edit(field).setAccessibleDescription(problems.get(field, ""))

    def focus(self, field: Field) -> None:
        """Put the keyboard where a sentence stands."""
        self._edit(field).setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ making

    def _fill_choices(self) -> None:
        for name in provider_names():
            self.provider.addItem(provider(name).title, name)
        self.provider.setCurrentIndex(max(0, self.provider.findData(FIRST)))
        for way, text in (
            (Way.PUBLIC, self.tr("Public")),
            (Way.INTERNAL, self.tr("Internal (inside the provider's network)")),
            (Way.ACCELERATE, self.tr("Transfer acceleration")),
            (Way.CUSTOM, self.tr("Custom address")),
        ):
            self.way.addItem(text, way.value)
        for addressing, text in (
            (Addressing.AUTO, self.tr("Automatic")),
            (Addressing.VIRTUAL, self.tr("Bucket in the host name")),
            (Addressing.PATH, self.tr("Bucket in the path")),
            (Addressing.CUSTOM, self.tr("Own domain of one bucket (CNAME)")),
        ):
            self.addressing.addItem(text, addressing.value)
        self.region.setEditable(True)
        self.region.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.region.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(self.tr("only for temporary (STS) credentials"))
        self.start_path.setPlaceholderText(self.tr("bucket/folder/ for keys that may not list buckets"))
        self.show_secret.setCheckable(True)
        self.show_secret.setToolTip(self.tr("Show the secret"))
        self.show_secret.setAccessibleName(self.tr("Show the secret"))
        icons.dress(self.show_secret, "show")

    def _lay_out(self) -> None:
        form = QFormLayout(self)
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
        self._add(form, self.tr("Security &token"), self.token)
        self._add(form, self.tr("Start pat&h"), self.start_path, field=Field.START_PATH)
        self._add(form, self.tr("A&ddressing"), self.addressing)

    def _add(
        self,
        form: QFormLayout,
        title: str,
        edit: QWidget,
        *,
        field: Field | None = None,
        around: QLayout | None = None,
    ) -> None:
        label = QLabel(title)
        label.setBuddy(edit)
        edit.setAccessibleName(title.replace("&", ""))
        column = QVBoxLayout()
        column.setSpacing(style.STEP // 4)
        if around is not None:
            column.addLayout(around)
        else:
            column.addWidget(edit)
        if field is not None:
            self.messages[field] = QLabel()
            self.messages[field].setWordWrap(True)
            self.messages[field].hide()
            column.addWidget(self.messages[field])
        form.addRow(label, column)

    def _connect(self) -> None:
        self.provider.currentIndexChanged.connect(self._fill_regions)
        self.way.currentIndexChanged.connect(self._follow_way)
        self.region.currentTextChanged.connect(self._follow_way)
        self.show_secret.toggled.connect(self._show_secret)
        for combo in (self.provider, self.way, self.addressing):
            combo.currentIndexChanged.connect(lambda _index: self.edited.emit())
        self.region.currentTextChanged.connect(lambda _text: self.edited.emit())
        for edit in (self.name, self.url, self.key_id, self.secret, self.token, self.start_path):
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
        self.way.setCurrentIndex(self.way.findData(way_of(account, self._provider()).value))
        self.url.setText(account.endpoint)
        self.addressing.setCurrentIndex(self.addressing.findData(account.addressing.value))
        self.key_id.setText(account.key_id)
        self.secret.setPlaceholderText(self.tr("unchanged"))
        self.start_path.setText(account.start_path)
        self.key_id.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ inside

    def _provider(self) -> Provider:
        return provider(self.provider.currentData())

    def _region(self) -> str:
        """The id of the chosen region, or what was typed."""
        text = self.region.currentText().strip()
        at = self.region.findText(text)
        return str(self.region.itemData(at)) if at >= 0 else text

    def _fill_regions(self) -> None:
        self.region.clear()
        for region in self._provider().regions:
            self.region.addItem(f"{region.title} — {region.id}", region.id)

    def _follow_way(self) -> None:
        """Show which address is meant; only a custom one can be typed."""
        form = self.form()
        custom = form.way is Way.CUSTOM
        self.url.setReadOnly(not custom)
        if not custom:
            self.url.setText(form.endpoint)

    def _show_secret(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.secret.setEchoMode(mode)
        self.token.setEchoMode(mode)

    def _edit(self, field: Field) -> QWidget:
        return {
            Field.NAME: self.name,
            Field.REGION: self.region,
            Field.ENDPOINT: self.url,
            Field.KEY_ID: self.key_id,
            Field.SECRET: self.secret,
            Field.START_PATH: self.start_path,
        }[field]
