"""The main jobs done by a script in the real window, for a machine without a display.

    python -m gui.window.tour --out FOLDER

It opens the window on the embedded store, drags objects between panes by real drag-and-drop events, renames, edits and
takes back, waits for the work, looks at the store itself, saves a picture of each scene, and prints what was done and
how it was verified. It exits with 1 when anything went otherwise than it should.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QMessageBox

from core.model.requests import JobKind
from core.system.paths import find_paths
from gui import app as root
from gui.actions.plan_dialog import PlanDialog
from gui.actions.renaming import RenameDialog
from gui.editor.one_dialog import EditOneDialog
from gui.qt.sandbox_child import NAME
from gui.widgets.style import Scheme
from gui.window.action_table import Act
from gui.window.tour_guide import Guide, TourError, row_of

_SIZE = (1280, 820)
#: Quick, but slow enough that a picture can show parts on their way.
_PACE = ("--latency-ms", "40", "--bandwidth", "4GiB")
#: Accounts of the sandbox's other protocols, and what stands behind the names of their buckets.
_OTHERS = ((f"{NAME} COS", "-1250000000"), (f"{NAME} S3", ""))
#: A type that no photo of the sandbox has.
_TYPE = "image/x-tour"


class Tour(Guide):
    """Walks through the window."""

    def walk(self) -> None:
        """The whole tour; raises `TourError`."""
        self.window.start_sandbox()
        self.until(lambda: self.window.panes.right.table.rows.rowCount() > 0, "the sandbox to show its buckets")
        self._large_object()
        self._folder()
        self._dataset()
        self._other_protocols()
        self._refusal()
        for scheme in ("dark", "light"):
            self._paint(scheme)
        self._rename_folder()
        self._edit()
        self._rename_and_take_back()

    # ------------------------------------------------------------ copies

    def _large_object(self) -> None:
        self.show("backup-archive/laptops/", "documents/")
        sheet = self.drag("2025-03.tar")
        self.save("drop-sheet", sheet)
        sheet.accept()
        self.until(self._is_moving, "parts to move")
        self.save("running")
        (job,) = self.finish()
        self.expect(job.mode == "parts" and job.parts == 64, "64 parts")
        self.save("done")

    def _folder(self) -> None:
        self.show("holiday-photos/2025/", "backup-archive/")
        self.drag("Lisbon").accept()
        self.finish()

    def _dataset(self) -> None:
        self.show("research-data/telescope/", "holiday-photos/")
        self.drag("survey-2025.fits").accept()
        self.until(self._is_moving, "parts to move")
        self.save("dataset")
        self.finish()

    def _other_protocols(self) -> None:
        """The same large object on the store's other two protocols."""
        for account, suffix in _OTHERS:
            self.show(f"backup-archive{suffix}/laptops/", f"server-logs{suffix}/{account}/", account)
            self.drag("2025-03.tar").accept()
            self.finish()

    def _refusal(self) -> None:
        self.show("server-logs/live/", "holiday-photos/")
        sheet = self.drag("current.log")
        self.save("refused", sheet)
        self.expect(not sheet.requests(), "the append log to be refused")
        sheet.reject()

    def _is_moving(self) -> bool:
        return any(0 < job.parts_done < job.parts for job in self.jobs.values())

    def _paint(self, scheme: Scheme) -> None:
        self.window.paint(scheme)
        self.show("holiday-photos/2025/Lisbon/", "backup-archive/Lisbon/")
        for pane in (self.window.panes.left, self.window.panes.right):
            self.until(lambda: row_of(pane, "IMG_0001.jpg") is not None, "the photos to be listed")  # noqa: B023 - it is waited for here
        self.save(f"window-{scheme}")

    # ------------------------------------------------------------ changes

    def _rename_folder(self) -> None:
        """A plan is shown first; then every object has the new prefix, and none the old one."""
        self.show("backup-archive/", "documents/")
        before = self.count("backup-archive/Lisbon/")
        self._give("Lisbon", "Lisboa", "rename-folder")
        plan = self.dialog(PlanDialog)
        self.save("plan", plan)
        plan.accept()
        jobs = self.finish()
        self.expect(all(job.kind is JobKind.RENAME for job in jobs), "renames")
        self.expect(self.count("backup-archive/Lisbon/") == 0, "nothing under the old prefix")
        self.expect(self.count("backup-archive/Lisboa/") == before > 0, "all objects under the new prefix")

    def _edit(self) -> None:
        """The type is another one afterwards; what was not named is as it was."""
        self.show("backup-archive/Lisboa/", "documents/")
        path = "backup-archive/Lisboa/IMG_0002.jpg"
        before = self.stat(path)
        editor = self.do(Act.EDIT, "IMG_0002.jpg", EditOneDialog)
        self.until(lambda: not editor.form.headers["content-type"].isHidden(), "the properties to be read")
        self.until(lambda: bool(editor.form.headers["content-type"].row.value), "the type to be shown")
        editor.form.headers["content-type"].line.setText(_TYPE)
        self.until(editor.go_on.isEnabled, "the plan of the change")
        self.save("editor", editor)
        editor.go_on.click()
        self.finish()
        after = self.stat(path)
        if before is None or after is None:
            raise TourError("expected the edited object to be there before and afterwards")
        self.expect(after.props.headers["content-type"] == _TYPE, "the new type")
        self.expect((after.size, after.crc64) == (before.size, before.crc64), "the same bytes")
        self.expect(after.props.user == before.props.user, "the same metadata")

    def _rename_and_take_back(self) -> None:
        """The object has its new name alone, and after the undo its old one alone."""
        old, new = "backup-archive/Lisboa/IMG_0001.jpg", "backup-archive/Lisboa/tram 28.jpg"
        before = self.stat(old)
        self._give("IMG_0001.jpg", "tram 28.jpg", "rename")
        self.finish()
        self.expect(self.stat(old) is None and self.stat(new) is not None, "the object under its new name alone")
        self.until(lambda: row_of(self.window.panes.left, "tram 28.jpg") is not None, "the pane to show the new name")
        self.save("renamed")
        self.window.actions_by_name[Act.UNDO].trigger()
        question = self.dialog(QMessageBox)
        self.save("undo", question)
        agree = [button for button in question.buttons() if button is not question.escapeButton()]
        agree[0].click()
        self.finish()
        after = self.stat(old)
        self.expect(self.stat(new) is None, "the new name to be gone")
        if before is None or after is None:
            raise TourError("expected the object under its old name again")
        self.expect(after.crc64 == before.crc64 and after.props.headers == before.props.headers, "the same object")

    def _give(self, name: str, new: str, picture: str) -> None:
        """Rename one row of the left pane, as far as the dialog goes."""
        dialog = self.do(Act.RENAME, name, RenameDialog)
        dialog.name.setText(new)
        dialog.show_looking()
        looking = dialog.remark.text
        self.until(lambda: dialog.remark.text != looking, "the name to be looked at")
        self.save(picture, dialog)
        dialog.yes.click()


def _quieten(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Print what Qt says, but for what the offscreen platform says of every window: that it cannot size it."""
    del kind, context
    if "This plugin does not support" not in text:
        print(text, file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tour; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m gui.window.tour", description="The main job, by itself, with pictures."
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--lang", default="en_GB", help="language of the window, such as zh_CN")
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["BUCKETFERRY_HOME"] = home  # the tour must not meet the user's own accounts and jobs
        paths = find_paths()
        paths.create()
        qInstallMessageHandler(_quieten)
        app = root.make_application(options.lang)
        window = root.build(app, paths, pace=_PACE)
        window.resize(*_SIZE)
        window.paint("light")
        window.show()
        try:
            Tour(app, window, options.out).walk()
        except TourError as error:
            print(f"The tour failed: {error}.", file=sys.stderr)
            return 1
        finally:
            window.close()
    print("The tour is done: everything was copied, changed and verified as it should be.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
