"""What a pane says while it has no rows to show."""

from __future__ import annotations

from collections.abc import Callable

from core.model.errors import StoreError
from gui.text import phrases
from gui.text.place import Place, shown
from gui.widgets import messages
from gui.widgets.notice_page import NoticePage


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
        self.offer(self.tr("Retry"), retry, is_first=True)

    def offer_place(self, place: Place, go: Callable[[Place], object]) -> None:
        """Add a button that leads to another place."""
        self.offer(self.tr("Open {place}").format(place=place), lambda: go(place))
