"""How texts outside of widgets are translated. The names here are what lupdate looks for.

lupdate takes the context of `words.tr("...")` from the variable's name, and only that form with a number as plural;
so there is one object, and its context has its name.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.rules.messages import QT_TRANSLATE_NOOP as QT_TRANSLATE_NOOP  # for the tables of gui


class _Words:
    """The texts of the functions that are no widget's."""

    def tr(self, text: str, comment: str | None = None, n: int = -1) -> str:
        """The translation of `text`; `n` is the number that its plural form goes by and that "%Ln" shows."""
        return QCoreApplication.translate("words", text, comment, n)


words = _Words()


def together(*sentences: str) -> str:
    """Sentences one after the other; Chinese has no blank between them. Empty ones are left out."""
    told = [sentence for sentence in sentences if sentence]
    said = told[0] if told else ""
    for more in told[1:]:
        said = words.tr("{said} {more}").format(said=said, more=more)
    return said
