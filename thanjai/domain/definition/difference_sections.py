"""Under which heading a change is told: by what it means to the people who apply and who work."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from thanjai.domain.definition.key_words import texts
from thanjai.domain.definition.problems import Where
from thanjai.domain.text import Text


class Section(StrEnum):
    """What matters most to people comes first."""

    FEES = "fees"
    TIMES = "times"
    EVIDENCE = "evidence"
    DECIDING = "deciding"
    CONDITIONS = "conditions"
    QUESTIONS = "questions"
    PAPERS = "papers"
    FIGURES = "figures"
    PERSONAL_DATA = "personal_data"
    WORDS = "words"

    @property
    def heading(self) -> Text:
        return _TITLES[self]


_TITLES: Final = texts(
    {
        "fees": ("ค่าธรรมเนียมและเงิน", "Fees and money"),
        "times": ("ระยะเวลา", "Times"),
        "evidence": ("เอกสารที่ต้องใช้", "Documents asked for"),
        "deciding": ("ขั้นตอนและผู้พิจารณา", "Steps and who decides"),
        "conditions": ("ผู้มีสิทธิยื่นและเงื่อนไข", "Who may apply, and on what conditions"),
        "questions": ("คำถามในแบบคำขอ", "Questions of the form"),
        "papers": ("เอกสารที่ออกให้", "Documents issued"),
        "figures": ("ค่าที่หน่วยงานกำหนด", "Figures that agencies set"),
        "personal_data": ("ข้อมูลส่วนบุคคล", "Personal data"),
        "words": ("ถ้อยคำ", "Wording"),
    }
)
_OF_SETTINGS: Final = {
    "baht": Section.FEES,
    "days": Section.TIMES,
    "working_days": Section.TIMES,
}
_WORDS: Final = frozenset({"hint", "guidance", "description", "message", "summary", "keywords", "note"})
"""Keys that explain and decide nothing."""
_PERSONAL: Final = frozenset(
    {"purpose", "basis", "basis_note", "sensitive", "keep_years", "recipients", "personal", "prefill"}
)
_BY_PATH: Final = (
    (("steps", "duration"), Section.TIMES),
    (("steps", "pay_within"), Section.TIMES),
    (("steps", "fees"), Section.FEES),
    (("steps", "paper"), Section.PAPERS),
    (("steps", "register_entry"), Section.PAPERS),
    (("steps", "title"), Section.WORDS),
    (("steps",), Section.DECIDING),
    (("fees",), Section.FEES),
    (("tables",), Section.FEES),
    (("payments",), Section.FEES),
    (("deadlines", "title"), Section.WORDS),
    (("deadlines",), Section.TIMES),
    (("manual", "evidence"), Section.EVIDENCE),
    (("manual", "criteria"), Section.CONDITIONS),
    (("form",), Section.QUESTIONS),
    (("papers",), Section.PAPERS),
    (("registers",), Section.PAPERS),
    (("outcome",), Section.PAPERS),
    (("data",), Section.PERSONAL_DATA),
    (("settings",), Section.FIGURES),
    (("applicant_name",), Section.QUESTIONS),
    (("applicant_email",), Section.QUESTIONS),
    (("applicant_phone",), Section.QUESTIONS),
    (("subject",), Section.QUESTIONS),
    (("accepted",), Section.WORDS),
    (("title",), Section.WORDS),
    (("manual",), Section.WORDS),
)


def section_of(where: Where, about: str = "") -> Section:
    """The heading for a change at this path; `about` is the kind of the setting that it is about, if any."""
    keys = tuple(step for step in where if isinstance(step, str))
    if keys and keys[-1] in _WORDS:
        return Section.WORDS
    if keys[:1] in {("form",), ("data",)} and _PERSONAL.intersection(keys):
        return Section.PERSONAL_DATA
    if about in _OF_SETTINGS:
        return _OF_SETTINGS[about]
    return next((section for path, section in _BY_PATH if keys[: len(path)] == path), Section.CONDITIONS)
