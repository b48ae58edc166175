"""Nothing is asked that the state already knows, and no document of the state is wanted back from the citizen."""

from __future__ import annotations

import re

from thanjai.domain.definition.deciding import Judge
from thanjai.domain.definition.fields import FileField, TextField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Asked, questions
from thanjai.domain.definition.problems import (
    E_ACT_7,
    E_ACT_12,
    INFO_GO_6,
    INFO_GO_7,
    INFO_GO_8,
    Problem,
    Problems,
    error,
    warning,
)
from thanjai.domain.definition.telling_words import (
    CIVIL_REGISTER_EN,
    CIVIL_REGISTER_TH,
    COMPANY_REGISTER_EN,
    COMPANY_REGISTER_TH,
    NAME_EN,
    NAME_TH,
    STATE_DOCUMENT_EN,
    STATE_DOCUMENT_TH,
)
from thanjai.domain.text import Text

_PREFILL = {
    "person": "identity.name",
    "national_id": "identity.national_id",
    "phone": "identity.phone",
    "email": "identity.email",
}
_OPEN = frozenset({"text", "date", "address", "person", "one_of", "yes_no", "number", "money"})


def check_asking(definition: ServiceDefinition, judge: Judge) -> Problems:
    yield from _evidence(definition)
    yield from _files(definition)
    yield from _known(definition, judge)
    yield from _not_filled_in(definition)
    yield from _manual(definition)


def _names_state_document(text: Text) -> bool:
    return bool(STATE_DOCUMENT_TH.search(text.th) or STATE_DOCUMENT_EN.search(text.en))


def _evidence(definition: ServiceDefinition) -> Problems:
    for number, evidence in enumerate(definition.manual.evidence):
        where = ("manual", "evidence", number)
        if not evidence.issued_by_state and _names_state_document(evidence.title):
            yield error(
                "state_document_asked",
                where,
                f"“{evidence.title.th}” เป็นเอกสารที่รัฐออกให้ เลือก “รัฐออกให้” (issued_by_state) แล้วบอกว่าดึงจากไหน ไม่ต้องให้ผู้ขอส่ง",
                f"“{evidence.title.en}” is a document that the state issued. Mark it so (`issued_by_state`) and say where it "
                "is fetched; nobody sends it",
                E_ACT_12,
            )
        elif not evidence.issued_by_state and not evidence.originals and not evidence.copies:
            yield warning(
                "evidence_without_count",
                where,
                "คู่มือต้องบอกจำนวนฉบับจริงและสำเนา ระบุจำนวนอย่างน้อยหนึ่งอย่าง",
                "The manual must say how many originals and copies. Give one of them",
                INFO_GO_6,
            )


def _files(definition: ServiceDefinition) -> Problems:
    for asked in questions(definition):
        if isinstance(asked.field, FileField) and _names_state_document(asked.field.label):
            yield error(
                "state_document_asked",
                (*asked.where, "label"),
                f"คำถามนี้ขอ “{asked.field.label.th}” ซึ่งรัฐออกให้ ลบคำถาม แล้วให้หน่วยงานดึงข้อมูลเอง",
                f"This asks for “{asked.field.label.en}”, which the state issued. Remove the question; the agency looks it up",
                E_ACT_12,
            )


def _known(definition: ServiceDefinition, judge: Judge) -> Problems:
    """Questions that a register answers, of those whose number is asked for as well."""
    all_asked = [asked for asked in questions(definition) if asked.group is None and asked.field.prefill is None]
    persons = _shown_with(definition, "national_id")
    companies = [*_shown_with(definition, "company"), *_shown_with(definition, "juristic_id")]
    for asked in all_asked:
        if asked.field.type not in _OPEN:
            continue
        shown = _shown(definition, asked)
        label = asked.field.label
        if _says(label, CIVIL_REGISTER_TH, CIVIL_REGISTER_EN) and _with_any(judge, shown, persons):
            yield _known_problem(asked, "civil_register_knows", "ทะเบียนราษฎร", "civil register")
        elif _says(label, COMPANY_REGISTER_TH, COMPANY_REGISTER_EN) and _with_any(judge, shown, companies):
            yield _known_problem(asked, "company_register_knows", "ทะเบียนนิติบุคคล", "company register")


def _says(label: Text, th: re.Pattern[str], en: re.Pattern[str]) -> bool:
    return bool(th.search(label.th) or en.search(label.en))


def _shown(definition: ServiceDefinition, asked: Asked) -> tuple[str, ...]:
    page = definition.form.pages[int(asked.where[2])]
    return tuple(source for source in (page.show_when, asked.field.show_when) if source is not None)


def _shown_with(definition: ServiceDefinition, kind: str) -> list[tuple[str, ...]]:
    return [
        _shown(definition, asked)
        for asked in questions(definition)
        if asked.field.type == kind and asked.group is None
    ]  # fmt: skip


def _with_any(judge: Judge, shown: tuple[str, ...], others: list[tuple[str, ...]]) -> bool:
    return any(judge.can_hold((*shown, *other)) for other in others)


def _known_problem(asked: Asked, code: str, th: str, en: str) -> Problem:
    return warning(
        code,
        asked.where,
        f"“{asked.field.label.th}” {th}รู้อยู่แล้วจากเลขที่ถาม ลบคำถาม ให้ระบบเติม (prefill) หรือยกเว้นพร้อมเหตุผล",
        f"The {en} knows “{asked.field.label.en}” from the number that is asked. Remove the question, have it filled in "
        "(`prefill`), or accept this with a reason",
        E_ACT_12,
    )


def _not_filled_in(definition: ServiceDefinition) -> Problems:
    """The applicant's own name, number, telephone and e-mail, where no question of the kind is filled in."""
    filled = {asked.field.prefill for asked in questions(definition)}
    seen: set[str] = set()
    for asked in questions(definition):
        kind = asked.field.type
        if (
            isinstance(asked.field, TextField)
            and NAME_TH.search(asked.field.label.th)
            and NAME_EN.search(asked.field.label.en)
        ):
            kind = "person"
        source = _PREFILL.get(kind)
        if source is None or source in filled or source in seen or asked.group is not None:
            continue
        seen.add(source)
        yield warning(
            "not_filled_in",
            asked.where,
            f"เรารู้ “{asked.field.label.th}” ของผู้ที่เข้าสู่ระบบ ให้ระบบเติมให้ (prefill: {source})",
            f"We know “{asked.field.label.en}” of whoever is signed in. Have it filled in (`prefill: {source}`)",
            E_ACT_12,
        )


def _manual(definition: ServiceDefinition) -> Problems:
    manual = definition.manual
    if manual.channels and not any(channel.kind == "online" for channel in manual.channels):
        yield warning(
            "no_online_channel",
            ("manual", "channels"),
            "ไม่มีช่องทางออนไลน์ ทั้งที่ยื่นทางอิเล็กทรอนิกส์ได้ตามกฎหมาย เพิ่มช่องทาง online",
            "No channel is online, though the law lets people apply electronically. Add one of kind `online`",
            E_ACT_7,
        )
    if manual.complaints and not any("1111" in channel.contact.th for channel in manual.complaints):
        yield warning(
            "no_national_complaint_line",
            ("manual", "complaints"),
            "เพิ่มช่องทางร้องเรียนสายด่วน 1111 ของรัฐบาล",
            "Add the government's complaint line 1111",
            INFO_GO_8,
        )
    for number, fee in enumerate(definition.fees):
        if fee.rule.kind != "none" and fee.source is None:
            yield warning(
                "fee_without_source",
                ("fees", number),
                "บอกว่าเก็บค่าธรรมเนียมนี้ตามกฎหมายใด (source)",
                "Say by what law this fee is asked (`source`)",
                INFO_GO_7,
            )
