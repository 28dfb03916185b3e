"""The price table as the window reads and writes it. Both block on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.rules.prices import Prices
from core.system.price_file import built_in, load_prices, save_prices


@dataclass(frozen=True, slots=True)
class PriceFolder:
    """The user's prices over the built-in ones, in the folder of the settings."""

    folder: Path

    def load(self) -> Prices:
        """Raises `KnownError` when the file cannot be used."""
        return load_prices(self.folder)

    def save(self, prices: Prices) -> None:
        """Raises `KnownError` when the file cannot be written."""
        save_prices(self.folder, prices)

    @staticmethod
    def built_in() -> Prices:
        return built_in()
