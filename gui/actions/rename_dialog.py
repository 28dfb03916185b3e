"""The question for another name, and what giving it will do. It asks neither store nor engine."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from core.model.jobs import Refused
from core.model.reports import Preview
from core.model.requests import OnExisting
from core.model.values import ObjectRef
from core.rules.estimate import Estimate
from gui.actions import charge_text, preview_text
from gui.queue import conflict_text
from gui.text import phrases
from gui.text.naming import given, stem
from gui.text.place import Item, ItemKind, shown
from gui.text.translate import together, words
from gui.widgets import style
from gui.widgets.name_dialog import NameDialog

#: What can be done when the name is taken; the first one loses nothing.
CHOICES = (OnExisting.KEEP_BOTH, OnExisting.OVERWRITE)


class RenameDialog(NameDialog):
    """Another name for an object or a folder; an object's ending is not selected, because it mostly stays."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        is_folder = item.kind is ItemKind.PREFIX
        title = self.tr("Rename folder") if is_folder else self.tr("Rename object")
        super().__init__(title, shown(str(item.home)), self.tr("Rename"), parent)
        self._item = item
        self._old = given(item)
        self._taken: ObjectRef | None = None
        self._by_choice: Mapping[OnExisting, Estimate | None] = {}
        self.choices = {choice: QRadioButton(phrases.on_existing(choice)) for choice in CHOICES}
        self._choice_row = QWidget()
        row = QHBoxLayout(self._choice_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * style.STEP)
        group = QButtonGroup(self)
        for button in self.choices.values():
            group.addButton(button)
            row.addWidget(button)
            button.toggled.connect(lambda _on: self._show_choice())
        row.addStretch(1)
        self.choices[OnExisting.KEEP_BOTH].setChecked(True)
        self.body.addWidget(self._choice_row)
        self._choice_row.hide()
        for before, after in pairwise([self.name, *self.choices.values()]):
            self.setTabOrder(before, after)
        self.begin(self._old, len(self._old) if is_folder else stem(self._old))

    @property
    def is_same(self) -> bool:
        """Whether the name is the one that the item has."""
        return self.name.text() == self._old

    @property
    def on_existing(self) -> OnExisting | None:
        """The choice for a name that is taken; None while no choice is asked for."""
        if self._choice_row.isHidden():
            return None
        return next(choice for choice, button in self.choices.items() if button.isChecked())

    # ------------------------------------------------------------ what a controller shows

    def show_looking(self) -> None:
        """The name is being looked at."""
        self._choice_row.hide()
        self.say(self.tr("Looking whether the name is free…"))

    def show_same(self) -> None:
        """The name is the old one."""
        self._choice_row.hide()
        self.say("")

    def show_preview(
        self,
        preview: Preview,
        estimate: Estimate | None = None,
        by_choice: Mapping[OnExisting, Estimate | None] = MappingProxyType({}),
    ) -> None:
        """What giving the name to the object will do and take; where the name is taken, what each choice takes."""
        self._taken, self._by_choice = preview.request.target, by_choice
        refused = preview_text.refused(preview, preview.plan)
        self._choice_row.setVisible(preview.target_exists and refused is None)
        if refused is not None:
            self.show_refusal(refused)
        elif preview.target_exists:
            self._show_choice()
        else:
            options = preview.request.options
            unreadable, stays = preview_text.hidden(preview, preview.plan, unread=options.unread)
            unproven = preview_text.lacks_proof(preview, preview.plan, options.trust)
            said = _unproven(preview) if unproven and not stays else _consequence(preview, unreadable, stays=stays)
            self.say(said + charge_text.below(estimate), "warning" if unreadable or unproven else "info")

    def _show_choice(self) -> None:
        """What the choice for a name that is taken does and takes."""
        choice = self.on_existing
        if choice is None or self._taken is None:
            return
        question = self.tr("An object of this name is there already. Keep both, or replace it?")
        name = conflict_text.other_name(self._taken) if choice is OnExisting.KEEP_BOTH else ""
        self.say(together(question, name) + charge_text.below(self._by_choice.get(choice)), "warning")

    def show_refusal(self, refused: Refused) -> None:
        """Why the object cannot get the name."""
        self.say(phrases.refusal(refused), "error", can_go_on=False)

    def show_folder(self, *, is_taken: bool) -> None:
        """What giving the name to the folder will do."""
        if is_taken:
            text = self.tr(
                "A folder of this name is there already, so the two become one. "
                "The next step shows what is in the way and asks what to do."
            )
            self.say(text, "warning")
        else:
            self.say(self.tr("The next step shows how many objects this concerns, and what it takes."))


def _unproven(preview: Preview) -> str:
    return words.tr(
        "The store copies the object to its new name ({how}). The old one stays, because the store has no CRC-64 of "
        "it, and nothing else proves a copy as well as the settings ask."
    ).format(how=preview_text.how(preview, preview.plan))


def _consequence(preview: Preview, unreadable: str, *, stays: bool) -> str:
    """`unreadable`: what this key may not read of the object, so that it may `stay` under the old name too."""
    how = preview_text.how(preview, preview.plan)
    if stays:
        return words.tr(
            "The store copies the object to its new name ({how}). The old one stays, because not all of it can be "
            "carried along or read ({names})."
        ).format(how=how, names=unreadable)
    said = words.tr(
        "The store copies the object to its new name ({how}). The old one is deleted once the copy is verified."
    ).format(how=how)
    missed = ""
    if unreadable:
        missed = words.tr("What this key may not read ({names}) is lost where the copy lacks it.")
    marker = ""
    if preview.leaves_marker:
        marker = words.tr("The bucket keeps versions: a delete marker stays under the old name.")
    return together(said, missed.format(names=unreadable), marker)
