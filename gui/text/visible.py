"""Text from a store or a file, made harmless to show: what cannot be seen is shown, and nothing is markup.

Direction marks are shown and not obeyed, for with them "photo[U+202E]gpj.exe" looks like a picture's name.
"""

from __future__ import annotations

from html import escape

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
#: Without a width, or ends of lines. The joiners (200C, 200D) stay: scripts and emoji need them.
_UNSEEN = (0x00AD, 0x200B, 0x2028, 0x2029, *range(0x2060, 0x2065), 0xFEFF, *range(0xFFF9, 0xFFFC))
#: Unicode has pictures for the oldest control characters; the others are shown by their numbers.
_SHOWN = (
    {code: f"[U+{code:04X}]" for code in (*range(0x80, 0xA0), *_BIDI, *_UNSEEN)}
    | {code: chr(0x2400 + code) for code in range(32)}
    | {0x7F: "\u2421"}
)
_LINES = {code: text for code, text in _SHOWN.items() if chr(code) not in "\n\t"}


def visible(text: str) -> str:
    """One line of text, with control characters and direction marks made visible."""
    return text if text.isprintable() else text.translate(_SHOWN)


def visible_lines(text: str) -> str:
    """The same for text that may have several lines, which stay."""
    return text if text.isprintable() else text.translate(_LINES)


def tip(text: str) -> str:
    """Text for a tool tip: Qt takes one for markup when it looks like it, so such a text is made to mean itself."""
    plain = visible_lines(text)
    if "<" not in plain and "&" not in plain:
        return plain
    return f"<qt>{escape(plain, quote=False)}</qt>".replace("\n", "<br>")
