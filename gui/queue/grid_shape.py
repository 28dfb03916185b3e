"""Where the cells of a part grid lie. Pure arithmetic; imports no Qt."""

from __future__ import annotations

from dataclasses import dataclass

#: Largest distance between two cells; a grid of few parts does not grow beyond it.
PITCH_MAX = 32
#: From this distance on a cell is drawn as a rounded box; below, all cells are one scaled image.
PITCH_BOX = 8
#: From this distance on a cell has room for its mark.
PITCH_MARK = 12


@dataclass(frozen=True, slots=True)
class GridShape:
    """A grid of `count` square cells, filled row by row from the left top corner.

    Attributes:
        pitch: distance between the left edges of two neighbours, in device-independent pixels.
        gap: how much of the pitch stays free at the right and at the bottom.
    """

    count: int
    columns: int
    pitch: int
    gap: int

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def is_boxed(self) -> bool:
        return self.pitch >= PITCH_BOX

    @property
    def has_marks(self) -> bool:
        return self.pitch >= PITCH_MARK

    def corner(self, cell: int) -> tuple[int, int]:
        """Left top corner of a cell (from 0)."""
        return cell % self.columns * self.pitch, cell // self.columns * self.pitch

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell (from 0) at a point, its gap included; None where there is none."""
        column, row = int(x // self.pitch), int(y // self.pitch)
        if not (0 <= column < self.columns and row >= 0):
            return None
        cell = row * self.columns + column
        return cell if cell < self.count else None


def fit(count: int, width: int, height: int) -> GridShape:
    """The grid with the largest cells that fits; where not even one pixel a cell does, it is higher than `height`."""
    width = max(1, width)
    for pitch in range(min(PITCH_MAX, width), 1, -1):
        columns = width // pitch
        if -(-count // columns) * pitch <= height:
            return GridShape(count, min(columns, max(1, count)), pitch, _gap(pitch))
    return GridShape(count, min(width, max(1, count)), 1, 0)


def _gap(pitch: int) -> int:
    return 0 if pitch < 4 else 1 if pitch < PITCH_BOX else 2 if pitch < 16 else 3
