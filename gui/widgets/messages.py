"""Questions and messages to the user. They never block: the answer comes by a callback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.model.errors import KnownError, StoreError
from gui.text import phrases
from gui.text.translate import words
from gui.widgets.plain import PlainBox


def ask(
    parent: QWidget,
    question: str,
    *,
    more: str,
    yes: str,
    no: str,
    then: Callable[[], None],
    is_safe: bool = False,
    prepare: Callable[[QMessageBox], object] = lambda _: None,
) -> QMessageBox:
    """Ask once; call `then` when the user agrees. Escape means no.

    Args:
        is_safe: nothing is lost by agreeing, so Return agrees; otherwise Return means no, too.
        prepare: called with the box before it opens.
    """
    box = PlainBox(QMessageBox.Icon.Question, QCoreApplication.applicationName(), question, parent=parent)
    box.setInformativeText(more)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(agree if is_safe else keep)
    box.setEscapeButton(keep)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    agree.clicked.connect(lambda _checked=False: then())
    prepare(box)
    box.open()
    return box


def tell(parent: QWidget, problem: BaseException) -> QMessageBox:
    """Say what went wrong: a sentence, never a traceback."""
    expected = isinstance(problem, StoreError | KnownError)
    icon = QMessageBox.Icon.Warning if expected else QMessageBox.Icon.Critical
    box = PlainBox(icon, QCoreApplication.applicationName(), sentence(problem), parent=parent)
    if isinstance(problem, StoreError):
        box.setInformativeText(phrases.detail(problem))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def sentence(problem: BaseException) -> str:
    """A sentence for the user about any failure."""
    if isinstance(problem, StoreError):
        return phrases.headline(problem)
    if isinstance(problem, KnownError):
        return str(problem)
    return words.tr("Bucketferry met a fault of its own ({name}). Please report it with the lines of the log.").format(
        name=type(problem).__name__
    )


def ask_where_to_save(parent: QWidget, title: str, name: str, kinds: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for a file to write, by default `name`; `kinds` is a filter in Qt's words. Call `then` with the answer."""
    asked = QFileDialog(parent, title, "", kinds)
    asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asked.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    asked.selectFile(name)
    asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asked.fileSelected.connect(lambda path: then(Path(path)))
    asked.open()
    return asked
