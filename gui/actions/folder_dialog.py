"""The question for the name of a new folder. It makes nothing itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.text.place import Place, shown
from gui.widgets.name_dialog import NameDialog


class FolderDialog(NameDialog):
    """The name of a folder in a place; "a/b" makes both."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("New folder"), shown(str(place)), self.tr("Create"), parent)
        name = self.tr("New folder")
        self.begin(name, len(name))
        self.say(self.tr("A store has no folders of its own: an empty object that ends with “/” stands for it."))
