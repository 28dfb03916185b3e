"""Makes folders, which are empty objects whose names end with "/". It blocks nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.model.errors import Kind, StoreError
from core.model.values import ObjectRef
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Request, Tasks
from gui.text.place import Place, shown
from gui.widgets import messages
from gui.widgets.name_dialog import NameDialog


class FolderDialog(NameDialog):
    """The name of a folder in a place; "a/b" makes both."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("New folder"), shown(str(place)), self.tr("Create"), parent)
        name = self.tr("New folder")
        self.begin(name, len(name))
        self.say(self.tr("A store has no folders of its own: an empty object that ends with “/” stands for it."))


class FolderController(QObject):
    """Asks for a name and makes the folder.

    Signals:
        made: the `ObjectRef` of the new folder.
    """

    made = Signal(object)

    def __init__(self, browser: BrowserApi, *, browse: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._browser, self._browse, self._window = browser, browse, window

    def ask(self, place: Place) -> None:
        """Ask for the name of a folder in this place, which is in a bucket."""
        if not place.bucket:
            return
        dialog = FolderDialog(place, self._window)
        dialog.agreed.connect(partial(self._make, dialog, place))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _make(self, dialog: FolderDialog, place: Place, name: str) -> None:
        prefix = f"{place.prefix}{name}/"

        def finish(_: None) -> None:
            dialog.accept()
            self.made.emit(ObjectRef(place.account, place.bucket, prefix))

        def fail(problem: Exception) -> None:
            if isinstance(problem, StoreError) and problem.kind is Kind.EXISTS:
                dialog.show_failure(self.tr("A folder of this name is there already. Choose another name."))
            else:
                dialog.show_failure(messages.sentence(problem))

        dialog.show_busy(self.tr("Making the folder…"))
        request: Request = self._browse.run(
            lambda cancel: self._browser.make_folder(place.account, place.bucket, prefix, cancel),
            finish,
            failed=fail,
            owner=dialog,
        )
        dialog.rejected.connect(request.drop)
