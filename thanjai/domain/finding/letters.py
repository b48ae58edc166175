"""What remains of a word when what people often get wrong is taken away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import snowballstemmer
from pythainlp.util import eng_to_thai, thai_to_eng

_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DRAWN_OUT: Final = re.compile(r"([^\W\d])\1{2,}")
_THAI: Final = re.compile("[\u0e01-\u0e4e]")
_SILENT: Final = re.compile("[ก-ฮ][ิุ]?์")
_RR: Final = re.compile("รร(?=[ก-ฮ])")
_DOUBLED: Final = re.compile(r"([^\d])\1+")
_NOT_SAID: Final = str.maketrans("", "", "่้๊๋็ํ๎์ฺ")
_ALIKE: Final = str.maketrans(
    {"ฃ": "ข", "ฅ": "ค", "ฆ": "ค", "ณ": "น", "ศ": "ส", "ษ": "ส", "ญ": "ย", "ฎ": "ด", "ฏ": "ต", "ฐ": "ถ", "ฑ": "ท",
     "ฒ": "ท", "ธ": "ท", "ภ": "พ", "ฬ": "ล", "ฌ": "ช", "ใ": "ไ", "ๅ": "า"}
)  # fmt: skip
_ARABIC: Final = {ord("๐") + digit: str(digit) for digit in range(10)}
_STEMMER: Final = snowballstemmer.stemmer("english")


def plain(text: str) -> str:
    """One way to write the same: composed, in small letters and Arabic digits, without what cannot be seen."""
    found = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(_ARABIC).lower()
    found = found.replace("\u0e4d\u0e32", "ำ").replace("เเ", "แ")
    return " ".join(_DRAWN_OUT.sub(r"\1", found).split())


def is_thai(word: str) -> bool:
    return bool(_THAI.search(word))


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """Without tone marks, silent letters and doubled ones; letters that sound alike are the same."""
    if not is_thai(word):
        return _DOUBLED.sub(r"\1", stem(word))
    said = _RR.sub("ั", _SILENT.sub("", word)).replace("ำ", "ัม")
    return _DOUBLED.sub(r"\1", said.translate(_NOT_SAID).translate(_ALIKE))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """An English word without its endings."""
    return str(_STEMMER.stemWord(word))


def other_keyboard(text: str) -> str:
    """What the same keys write when the keyboard is set to the other language (Kedmanee and US)."""
    return str(thai_to_eng(text) if is_thai(text) else eng_to_thai(text))
