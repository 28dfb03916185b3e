"""Choices that several sheets offer: what to do with targets that exist, and with archived sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.model.requests import OnExisting, Restore
from core.model.values import Level
from gui.text import choices as choice_text
from gui.text import phrases
from gui.widgets import style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import lead_to, number_box, wrapped

#: The order in which they are offered: from the safest to what cannot be taken back.
ORDER = (
    OnExisting.ASK,
    OnExisting.REFUSE,
    OnExisting.SKIP,
    OnExisting.KEEP_BOTH,
    OnExisting.DIFFERENT,
    OnExisting.OVERWRITE,
)
_DAYS_MAX = 365
_USUAL_DAYS = 7


class ExplainedBox(QWidget):
    """One of several choices, and below it what the chosen one means.

    Signals:
        changed: the choice is another one.
    """

    changed = Signal()

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`choices` are the names that stand in the list, each with what it means."""
        super().__init__(parent)
        self._meanings = [meaning for _, meaning in choices]
        self.combo = QComboBox()
        self.combo.setAccessibleName(name)
        self.combo.addItems([choice for choice, _ in choices])
        self.meaning = wrapped()
        self.meaning.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP // 2)
        column.addWidget(self.combo, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.meaning)
        lead_to(self, self.combo)
        self._show()
        self.combo.currentIndexChanged.connect(self._change)

    def _change(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        said = self._meanings[self.combo.currentIndex()]
        self.meaning.setText(said)
        self.combo.setAccessibleDescription(said)


class ExistingBox(ExplainedBox):
    """What to do when a target exists."""

    def __init__(self, choice: OnExisting = OnExisting.ASK, parent: QWidget | None = None) -> None:
        choices = [(phrases.on_existing(each), choice_text.existing(each)) for each in ORDER]
        super().__init__(QCoreApplication.translate("ExistingBox", "If the target exists"), choices, parent)
        self.choose(choice)

    @property
    def choice(self) -> OnExisting:
        return ORDER[self.combo.currentIndex()]

    def choose(self, choice: OnExisting) -> None:
        self.combo.setCurrentIndex(ORDER.index(choice))

    def demand(self, *, is_demanded: bool) -> None:
        """Whether an answer is wanted now: then what stands for asking later is the wish to choose."""
        at = ORDER.index(OnExisting.ASK)
        wish = QCoreApplication.translate("ExistingBox", "Choose…")
        meaning = QCoreApplication.translate("ExistingBox", "Something stands at the target. Say what happens to it.")
        self.combo.setItemText(at, wish if is_demanded else phrases.on_existing(OnExisting.ASK))
        self._meanings[at] = meaning if is_demanded else choice_text.existing(OnExisting.ASK)
        self._show()


class WordBox(QComboBox):
    """One property of copies: as the original has it, or one of the target store's words for it.

    Signals:
        changed: the choice is another one; read `word`.
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.offer(())
        self.currentIndexChanged.connect(lambda _index: self.changed.emit())

    @property
    def word(self) -> str | None:
        """The vendor's word; None for what the original has."""
        return None if self.currentIndex() < 1 else str(self.currentData())

    @property
    def offers_words(self) -> bool:
        return self.count() > 1

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer other words, each with its text; what the original has is always there, and is chosen."""
        with QSignalBlocker(self):
            self.clear()
            self.addItem(QCoreApplication.translate("WordBox", "As the original has it"))
            for word, text in choices:
                self.addItem(text, word)


class TrustBox(ExplainedBox):
    """The weakest proof at which a move deletes its original."""

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("TrustBox", "Weakest proof after which a move deletes its original")
        super().__init__(name, [(choice_text.trust(each), choice_text.trust_meaning(each)) for each in Level], parent)
        self.choose(level)

    @property
    def level(self) -> Level:
        return tuple(Level)[self.combo.currentIndex()]

    def choose(self, level: Level) -> None:
        self.combo.setCurrentIndex(tuple(Level).index(level))


class UnreadBox(QWidget):
    """Whether a move deletes its original also where the key may not read all of it, and below it what that means.

    Signals:
        changed: the choice is another one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, allowed: bool) -> None:
        super().__init__(parent)
        self.tick = QCheckBox(self.tr("Also when &tags or access rights (ACL) could not be read"))
        self.tick.setAccessibleName(
            self.tr("Delete originals of moves also when tags or access rights (ACL) could not be read")
        )
        self.tick.setChecked(allowed)
        self.meaning = wrapped()
        self.meaning.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP // 2)
        column.addWidget(self.tick)
        column.addWidget(self.meaning)
        lead_to(self, self.tick)
        self._show()
        self.tick.toggled.connect(lambda _on: self._change())

    @property
    def allowed(self) -> bool:
        return self.tick.isChecked()

    def _change(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        said = choice_text.unread(allowed=self.allowed)
        self.meaning.setText(said)
        self.tick.setAccessibleDescription(said)


class RestoreBox(QWidget):
    """Whether archived sources are restored first, for how long, and how fast.

    Signals:
        changed: the choice is another one; read `restore`.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = QCheckBox(self.tr("Restore archived objects first and &wait for it"))
        self.days = number_box()
        self.days.setRange(1, _DAYS_MAX)
        self.days.setValue(_USUAL_DAYS)
        self.days.setAccessibleName(self.tr("Days for which restored objects stay readable"))
        self.tier = QComboBox()
        self.tier.setAccessibleName(self.tr("How fast archived objects are restored"))
        self.note = wrapped()
        self.note.setText(
            self.tr("A restore takes from minutes to days and is charged by the provider. The copies wait meanwhile.")
        )
        self.note.setForegroundRole(self.note.palette().ColorRole.PlaceholderText)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(3 * style.STEP, 0, 0, 0)
        row.setSpacing(style.STEP)
        days = PlainLabel(self.tr("&Days readable"))
        days.setBuddy(self.days)
        self._speed = PlainLabel(self.tr("Sp&eed"))
        self._speed.setBuddy(self.tier)
        parts: tuple[QWidget, ...] = (days, self.days, self._speed, self.tier)
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP // 2)
        for widget in (self.tick, self._row, self.note):
            column.addWidget(widget)
        lead_to(self, self.tick)
        self.offer_tiers(())
        self.tick.toggled.connect(lambda _on: self._change())
        self.days.valueChanged.connect(lambda _days: self._change())
        self.tier.currentIndexChanged.connect(lambda _index: self._change())
        self._offer()

    @property
    def restore(self) -> Restore | None:
        """None when archived sources are not restored."""
        if not self.tick.isChecked():
            return None
        return Restore(self.days.value(), str(self.tier.currentData() or ""))

    def offer_tiers(self, tiers: Sequence[str]) -> None:
        """Offer the vendor's words for how fast a restore is; the usual one is always there."""
        chosen = self.tier.currentData()
        self.tier.blockSignals(True)
        self.tier.clear()
        for tier in ("", *tiers):
            self.tier.addItem(choice_text.speed(tier), tier)
        self.tier.setCurrentIndex(max(0, self.tier.findData(chosen)))
        self.tier.blockSignals(False)
        self._speed.setVisible(bool(tiers))
        self.tier.setVisible(bool(tiers))

    def _change(self) -> None:
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        self._row.setVisible(self.tick.isChecked())
        self.note.setVisible(self.tick.isChecked())
