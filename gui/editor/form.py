"""All fields of the editor, for one object or for many. Shows and reads them; checks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from core.model.values import CONTENT_HEADERS, Props, Seen, Sight
from core.rules.props import PropKind
from gui.editor import text as editor_text
from gui.editor.inputs import ChoiceInput, HeaderInput, RowsInput
from gui.editor.model import Choices, ManyForm, ObjectForm
from gui.editor.validation import WHOLE, Spot
from gui.text import choices as choice_text
from gui.text import names
from gui.widgets import style
from gui.widgets.plain import PlainLabel

#: The names of all fields take this much room, so that the fields stand below each other.
_NAMES = 104
#: So far below the top of its field a name begins, to stand on the line of what is typed there.
_LABEL_TOP = 6


class EditorForm(QWidget):
    """Content headers, metadata, tags, ACL and storage class.

    Signals:
        edited: something was typed or chosen.
    """

    edited = Signal()

    def __init__(self, *, many: bool) -> None:
        super().__init__()
        self.headers = {name: HeaderInput(name, many=many) for name in CONTENT_HEADERS}
        others = self.tr("Remove all others") if many else ""
        self.user = RowsInput(PropKind.USER, self.tr("User metadata"), self.tr("Add metadata"), clear=others)
        self.tags = RowsInput(PropKind.TAG, self.tr("Tags"), self.tr("Add tag"), clear=others)
        self.acl = ChoiceInput(self.tr("ACL"))
        self.storage_class = ChoiceInput(self.tr("Storage class"))
        self._tags_closed = False
        self._lay_out()
        for field in self.headers.values():
            field.edited.connect(self.edited)
        for rows in (self.user, self.tags):
            rows.edited.connect(self.edited)
        for choice in (self.acl, self.storage_class):
            choice.edited.connect(self.edited)

    def show_object(self, form: ObjectForm, props: Props, choices: Choices) -> None:
        """Fill the fields for one object."""
        for name, field in self.headers.items():
            field.show_text(form.headers.get(name, ""))
        self.user.show_values(form.user)
        self._tags_closed = form.tags is None
        if form.tags is None:
            self.tags.close_for(self._unread_tags(props.tags))
        else:
            self.tags.show_values(form.tags)
        self._offer_acl(form, props.acl, choices)
        current = props.storage_class
        others = [each.name for each in choices.classes if each.name != current]
        kept = ("", names.storage_class_in_full(current) or self.tr("As it is: not known"))
        self.storage_class.offer(
            (kept, *((name, names.storage_class_in_full(name)) for name in others)), form.storage_class
        )

    def offer(self, choices: Choices) -> None:
        """Offer the words that there are, for many objects."""
        kept = ("", self.tr("Keep as it is"))
        acl = ((word, choice_text.acl(word)) for word in choices.acl)
        self.acl.offer((kept, *acl), reason="" if choices.acl else self._no_acl())
        self.storage_class.offer(
            (kept, *((each.name, names.storage_class_in_full(each.name)) for each in choices.classes))
        )

    def object_form(self) -> ObjectForm:
        """The fields as they stand, for one object."""
        return ObjectForm(
            {name: field.row.value for name, field in self.headers.items()},
            self.user.values(),
            None if self._tags_closed else self.tags.values(),
            self.acl.value,
            self.storage_class.value,
        )

    def many_form(self) -> ManyForm:
        """The fields as they stand, for many objects."""
        return ManyForm(
            {name: field.row for name, field in self.headers.items()},
            self.user.values(),
            self.tags.values(),
            self.user.clear.isChecked(),
            self.tags.clear.isChecked(),
            self.acl.value,
            self.storage_class.value,
        )

    def say(self, problems: Mapping[Spot, str]) -> None:
        """Put each sentence below what it is about."""
        for name, field in self.headers.items():
            field.say(problems.get((PropKind.HEADER, name), ""))
        for rows in (self.user, self.tags):
            own = {at: said for (group, at), said in problems.items() if group is rows.group}
            rows.say(own, own.get(WHOLE, ""))

    def take_keyboard(self) -> None:
        """Put the keyboard into the first field."""
        next(iter(self.headers.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, style.STEP, 0)
        whole.setSpacing(2 * style.STEP)
        whole.addWidget(_heading(self.tr("Content headers")))
        whole.addLayout(_form((editor_text.header(name), field) for name, field in self.headers.items()))
        whole.addWidget(self.user)
        whole.addWidget(self.tags)
        whole.addWidget(_heading(self.tr("Access and storage")))
        whole.addLayout(_form(((self.tr("ACL"), self.acl), (self.tr("Storage class"), self.storage_class))))
        whole.addStretch(1)

    def _offer_acl(self, form: ObjectForm, seen: Seen[str], choices: Choices) -> None:
        current = seen.value or ""
        if seen.is_known:
            kept = choice_text.acl(current) or self.tr("As it is")
        elif seen.sight is Sight.DENIED:
            kept = self.tr("As it is: not readable with this key")
        else:
            kept = self.tr("As it is: not known")
        words = [word for word in choices.acl if word != current]
        self.acl.offer(
            (("", kept), *((word, choice_text.acl(word)) for word in words)),
            form.acl,
            reason="" if choices.acl else self._no_acl(),
        )

    def _no_acl(self) -> str:
        return self.tr("This store has no access rights of single objects.")

    def _unread_tags(self, seen: Seen[Mapping[str, str]]) -> str:
        if seen.sight is Sight.DENIED:
            return self.tr("This key may not read the tags. They stay as they are.")
        return self.tr("The store does not tell the tags of this object. They stay as they are.")


def _heading(text: str) -> QLabel:
    label = PlainLabel(text)
    font = label.font()
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
    return label


def _form(rows: Iterable[tuple[str, QWidget]]) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(2 * style.STEP)
    form.setVerticalSpacing(style.STEP)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    for title, field in rows:
        label = PlainLabel(title)
        label.setBuddy(field)
        label.setMinimumWidth(_NAMES)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, _LABEL_TOP, 0, 0)
        form.addRow(label, field)
    return form
