"""Words in two languages: both there, each in its own letters, and drawn by the typefaces that print them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from thanjai.domain.definition.drawable import undrawable
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import E_ACT_7, E_ACT_12, WCAG_LANGUAGE, Problems, Where, error, warning
from thanjai.domain.definition.telling_words import (
    CERTIFIED_EN,
    CERTIFIED_TH,
    COPY_EN,
    COPY_TH,
    DENIED_EN,
    DENIED_TH,
)
from thanjai.domain.definition.walking import texts
from thanjai.domain.text import Text

_THAI: Final = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")
_THAI_ABBREVIATION: Final = re.compile(r"[\u0e01-\u0e2e]{1,2}\.\s?[0-9\u0e50-\u0e59]+|[“\"(][^”\")]*[”\")]")
"""A form's code such as กอ.1, and what stands in quotation marks or brackets: the Thai name beside the English one."""
_LATIN_WORDS: Final = re.compile(r"[A-Za-z]{3,}\s+[A-Za-z]{2,}|[a-z]{4,}")
_LEGAL: Final = frozenset({"law", "source", "retention_source", "basis_note", "accepted"})


def check_texts(definition: ServiceDefinition) -> Problems:
    for where, text in texts(definition):
        yield from _languages(where, text)
        yield from _letters(where, text)
        if not _LEGAL.intersection(where):
            yield from _copies(where, text)


def _languages(where: Where, text: Text) -> Problems:
    if text.th == text.en and any(unicodedata.category(letter) in {"Ll", "Lo"} for letter in text.th):
        yield warning(
            "same_in_both",
            where,
            "ข้อความไทยและอังกฤษเหมือนกัน แปลภาษาที่ยังขาด",
            "The Thai and the English are the same. Translate the one that is missing",
            WCAG_LANGUAGE,
        )
    elif _THAI.search(_THAI_ABBREVIATION.sub("", text.en)):
        yield warning(
            "thai_in_english",
            (*where, "en"),
            "ข้อความอังกฤษมีอักษรไทย แปล หรือใส่ชื่อไทยไว้ในวงเล็บหรือเครื่องหมายคำพูด",
            "There are Thai letters in the English. Translate them, or put a Thai name in brackets or quotation marks",
            WCAG_LANGUAGE,
        )
    elif not _THAI.search(text.th) and _LATIN_WORDS.search(text.th):
        yield warning(
            "english_in_thai",
            (*where, "th"),
            "ข้อความไทยมีแต่ภาษาอังกฤษ แปลเป็นไทย",
            "The Thai has English words only. Translate them",
            WCAG_LANGUAGE,
        )


def _letters(where: Where, text: Text) -> Problems:
    for language in ("th", "en"):
        if missing := undrawable(text.in_language(language)):
            named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
            yield warning(
                "undrawable_character",
                (*where, language),
                f"แบบอักษรของเอกสารไม่มี {named} จะพิมพ์เป็น “?” ใช้ตัวอักษรอื่น",
                f"The typeface of our papers cannot draw {named}; it is printed as “?”. Write it another way",
                "PDF/UA-1, 7.21",
            )


def _copies(where: Where, text: Text) -> Problems:
    """Demands hidden in words. Each clause is looked at alone: one may deny what the next demands."""
    demanded = _demanded(text.th, COPY_TH, DENIED_TH) or _demanded(text.en, COPY_EN, DENIED_EN)
    if demanded:
        yield error(
            "copy_hidden_in_words",
            where,
            f"ข้อความขอ “{demanded}” ซึ่งรัฐออกให้และห้ามขอสำเนา ลบออก แล้วบอกว่าหน่วยงานดึงข้อมูลเอง",
            f"This asks for “{demanded}”, of which no copy may be asked. Remove it, and say that the agency looks it up",
            E_ACT_12,
        )
    if CERTIFIED_TH.search(text.th) or CERTIFIED_EN.search(text.en):
        yield warning(
            "certification_asked",
            where,
            "สำเนาที่ยื่นทางอิเล็กทรอนิกส์ไม่ต้องลงนามรับรอง ลบข้อความนี้",
            "Copies filed electronically need no certification. Remove this",
            E_ACT_7,
        )


_CLAUSES: Final = re.compile(r"[.;!?\n]+(?=\s|$)|\s{2,}")


def _demanded(words: str, demand: re.Pattern[str], denied: re.Pattern[str]) -> str:
    for clause in _CLAUSES.split(words):
        found = demand.search(clause)
        if found and not denied.search(clause):
            return found.group()
    return ""
