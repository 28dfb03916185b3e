"""Where a copy of a version is to go. It only asks; whoever opened it makes the copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.model.values import ObjectRef, VersionEntry
from gui.text.place import Place, leaf, shown_key
from gui.versions.version_model import dated_name, moment
from gui.widgets import style
from gui.widgets.plain import PlainLabel

_WIDTH = 520


class VersionCopyDialog(QDialog):
    """The folder and the name of the copy.

    Signals:
        chosen: the target as an `ObjectRef`.
    """

    chosen = Signal(object)

    def __init__(
        self, source: ObjectRef, entry: VersionEntry, beside: Place | None = None, parent: QWidget | None = None
    ) -> None:
        """`source` names the object; `beside` is what the other pane shows, None for no such choice."""
        super().__init__(parent)
        self._source = source
        name = leaf(source.key)
        self._home = Place(source.account, source.bucket, source.key[: len(source.key) - len(name)])
        self._beside = beside if beside is not None and beside.bucket and beside != self._home else None
        self.setWindowTitle(self.tr("Copy a version"))
        self.heading = PlainLabel(
            self.tr("Copy the version of {date} of {name}").format(date=moment(entry.modified), name=shown_key(name))
        )
        self.here = QRadioButton(self.tr("To the &same folder"))
        self.there = QRadioButton(self.tr("To the &other pane's folder"))
        self.folder, self.problem = PlainLabel(), PlainLabel()
        self.name = QLineEdit(dated_name(name, entry.modified))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.copy_button = self.buttons.addButton(self.tr("Copy…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.here.setChecked(True)
        for button in (self.here, self.there):
            button.toggled.connect(self._show)
        self.name.textChanged.connect(self._show)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(self.target))
        self.finished.connect(self.deleteLater)
        self._show()
        self._select_stem()

    @property
    def target(self) -> ObjectRef:
        """What the copy will be."""
        place = self._place
        return ObjectRef(place.account, place.bucket, place.prefix + self.name.text())

    @property
    def _place(self) -> Place:
        return self._beside if self._beside is not None and self.there.isChecked() else self._home

    def _lay_out(self) -> None:
        for label in (self.heading, self.folder, self.problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.name.setAccessibleName(self.tr("Name of the copy"))
        self.problem.setAccessibleName(self.tr("What stands in the way"))
        name_label, folder_label = PlainLabel(self.tr("&Name")), PlainLabel(self.tr("Folder"))
        name_label.setBuddy(self.name)
        self.folder.setAccessibleName(folder_label.text())
        form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.setVerticalSpacing(style.STEP)
        form.addRow(folder_label, self.folder)
        form.addRow(name_label, self.name)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addWidget(self.heading)
        for button in (self.here, self.there):
            button.setVisible(self._beside is not None)
            if self._beside is not None:
                whole.addWidget(button)
        whole.addLayout(form)
        whole.addWidget(self.problem)
        whole.addStretch(1)
        whole.addWidget(self.buttons)
        style.make_primary(self.copy_button)
        self.copy_button.setDefault(True)  # which a button remembers only when it is in the dialog
        self.resize(_WIDTH, self.sizeHint().height())
        self.name.setFocus()

    def _select_stem(self) -> None:
        """What is typed replaces the name and leaves its ending."""
        stem = self.name.text().rpartition(".")[0]
        self.name.setSelection(0, len(stem or self.name.text()))

    def _show(self) -> None:
        place, target = self._place, self.target
        self.folder.setText(f"{place.account}: {place.bucket}/{shown_key(place.prefix)}")
        said = ""
        if not self.name.text():
            said = self.tr("Give the copy a name.")
        elif (target.account, target.bucket, target.key) == (
            self._source.account,
            self._source.bucket,
            self._source.key,
        ):
            said = self.tr("This is the object itself. Choose another name, or restore the version instead.")
        self.problem.setText(said)
        self.copy_button.setEnabled(not said)
