"""How wide texts are where characters have columns: terminals, sheets, lines above carets."""

from __future__ import annotations

import unicodedata


def display_width(text: str) -> int:
    """A Chinese character takes two columns, a combining mark none."""
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1
        for c in text
    )
