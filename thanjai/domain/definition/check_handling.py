"""Personal data that is not marked as such, and data kept for ever."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.fields import GroupField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Asked, questions
from thanjai.domain.definition.problems import PDPA_23, PDPA_26, PDPA_37, Problems, warning
from thanjai.domain.definition.telling_words import PERSONAL_EN, PERSONAL_TH, SENSITIVE_EN, SENSITIVE_TH

LONG_YEARS: Final = 30
_CLOSED: Final = frozenset({"declaration", "calculated"})


def check_handling(definition: ServiceDefinition) -> Problems:
    if definition.data.retention_years > LONG_YEARS:
        yield warning(
            "kept_for_ever",
            ("data", "retention_years"),
            f"เก็บข้อมูลส่วนบุคคลนานกว่า {LONG_YEARS} ปี ลดลงเท่าที่จำเป็น หรือยกเว้นพร้อมบอกระเบียบที่ให้เก็บ",
            f"Personal data is kept for more than {LONG_YEARS} years. Keep it as long as needed, or accept this naming the rule",
            PDPA_37,
        )
    for asked in questions(definition):
        if not isinstance(asked.field, GroupField) and asked.field.type not in _CLOSED:
            yield from _marks(definition, asked)


def _marks(definition: ServiceDefinition, asked: Asked) -> Problems:
    field, label = asked.field, asked.field.label
    page = definition.form.pages[int(asked.where[2])]
    if not (field.sensitive or page.sensitive) and (SENSITIVE_TH.search(label.th) or SENSITIVE_EN.search(label.en)):
        yield warning(
            "sensitive_not_marked",
            asked.where,
            "คำถามนี้ดูเป็นข้อมูลอ่อนไหว เลือก “ข้อมูลอ่อนไหว” (sensitive) แล้วบอกฐานตามมาตรา 26 (basis_note)",
            "This seems to ask for sensitive data. Mark it (`sensitive`), and name the ground of section 26 (`basis_note`)",
            PDPA_26,
        )
    elif not field.personal and (PERSONAL_TH.search(label.th) or PERSONAL_EN.search(label.en)):
        yield warning(
            "personal_not_marked",
            asked.where,
            "คำถามนี้ดูเป็นข้อมูลส่วนบุคคล เลือก “ข้อมูลส่วนบุคคล” (personal) แล้วบอกว่าถามไปทำไม (purpose)",
            "This seems to ask for personal data. Mark it (`personal`), and say why it is asked (`purpose`)",
            PDPA_23,
        )
