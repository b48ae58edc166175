"""Every rule of the checks by its code: what it demands, why, and how to mend what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thanjai.domain.definition.rules import asking, conditions, data, files, manual, money, steps
from thanjai.domain.definition.rules.base import Rule
from thanjai.domain.text import Text

__all__ = ["CHAPTERS", "RULES", "Rule"]

CHAPTERS: Final[tuple[tuple[Text, tuple[Rule, ...]], ...]] = (
    (Text(th="คู่มือและเอกสาร", en="The manual and its evidence"), manual.RULES),
    (Text(th="คำถาม", en="Questions"), asking.RULES),
    (Text(th="เงื่อนไขและสูตร", en="Conditions and formulas"), conditions.RULES),
    (Text(th="ขั้นตอนและเวลา", en="Steps and times"), steps.RULES),
    (Text(th="ค่าธรรมเนียมและเอกสารที่ออก", en="Fees and papers"), money.RULES),
    (Text(th="ข้อมูลส่วนบุคคลและถ้อยคำ", en="Personal data and words"), data.RULES),
    (Text(th="ไฟล์", en="The file"), files.RULES),
)

RULES: Final[Mapping[str, Rule]] = {rule.code: rule for _, rules in CHAPTERS for rule in rules}
