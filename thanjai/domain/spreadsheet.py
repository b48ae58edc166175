"""Text that goes into files for spreadsheets, which take some of it for formulas and run them.

OWASP's advice on CSV injection: a single quote before a text that begins like a formula. Spreadsheets of East Asian
languages take the wide signs as well.
"""

from __future__ import annotations

import re
from typing import Final

QUOTE: Final = "'"
_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no file of a spreadsheet can hold."""


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text.lstrip(" \u00a0\ufeff\u200b").startswith(_BEGINS) or text.startswith(("\t", "\r", "\n"))


def writable(text: str) -> str:
    """Without the signs that no such file can hold."""
    return _UNWRITABLE.sub("", text)


def harmless(text: str) -> str:
    """The text as it may stand in a CSV file."""
    plain = writable(text)
    return f"{QUOTE}{plain}" if is_risky(plain) else plain
