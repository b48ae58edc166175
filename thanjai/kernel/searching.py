"""Words to find names by. Thai is written without spaces, so a name is found from any word in it onwards.

Of ครัวคุณแม่ the words are ครัวคุณแม่, คุณแม่ and แม่: whoever types the beginning of one finds it. Each is kept in a
sorted index, where a beginning is found as quickly among fifty million as among a thousand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

LONGEST: Final = 40
SHORTEST: Final = 2
MOST: Final = 60
"""Words of one thing; what is longer is found by its beginning."""
_BETWEEN: Final = re.compile(r"[^\w\u0e00-\u0e7f]+")


def words_of(texts: Iterable[str]) -> list[str]:
    """The words by which these texts are found, each once, in order."""
    found: dict[str, None] = {}
    for text in texts:
        for part in _parts(text):
            found.update(dict.fromkeys(_endings(part)))
    return list(found)[:MOST]


def wanted_words(query: str) -> list[str]:
    """The beginnings that somebody typed, the longest first; all of them must fit."""
    parts = dict.fromkeys(part[:LONGEST] for part in _parts(query) if len(part) >= SHORTEST)
    return sorted(parts, key=len, reverse=True)[:6]


def _parts(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).translate(_ARABIC).casefold()
    return [part for part in _BETWEEN.split(plain) if part]


_ARABIC: Final = {ord("๐") + digit: str(digit) for digit in range(10)}


def _endings(part: str) -> list[str]:
    """The part, and what follows each of its words. A number or a Latin word is one."""
    if part.isascii() and (part.isdigit() or part.isalpha()):
        return [part[:LONGEST]] if len(part) >= SHORTEST else []
    words = _cutter()(part, engine="newmm")
    starts = [part[sum(map(len, words[:index])) :] for index in range(len(words))]
    return [one[:LONGEST] for one in starts if len(one) >= SHORTEST]


@cache
def _cutter() -> Any:
    from pythainlp.tokenize import word_tokenize

    return word_tokenize
