"""The places that a pane has been to. Plain Python."""

from __future__ import annotations

from gui.text.place import Place


class History:
    """The way back and forward, as in a web browser."""

    def __init__(self) -> None:
        self.here = Place()
        self._back: list[Place] = []
        self._forward: list[Place] = []

    @property
    def can_go_back(self) -> bool:
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._forward)

    def go(self, place: Place) -> None:
        """Go to a place; the way forward is forgotten. Going where one is changes nothing."""
        if place == self.here:
            return
        if self.here != Place():
            self._back.append(self.here)
        self._forward.clear()
        self.here = place

    def step(self, way: int) -> Place:
        """Go back (-1) or forward (+1), as far as there is a way; returns where one is then."""
        source, target = (self._back, self._forward) if way < 0 else (self._forward, self._back)
        if source:
            target.append(self.here)
            self.here = source.pop()
        return self.here

    def forget(self, account: str) -> None:
        """The account is gone, and with it the ways there."""
        self._back = [place for place in self._back if place.account != account]
        self._forward = [place for place in self._forward if place.account != account]
        if self.here.account == account:
            self.here = Place()
