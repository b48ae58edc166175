"""What the Personal Data Protection Act wants a definition to say."""

from __future__ import annotations

from thanjai.domain.definition.fields import FileField
from thanjai.domain.definition.handled import Handled, handled
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import questions
from thanjai.domain.definition.problems import PDPA_19, PDPA_23, PDPA_26, PDPA_37, Problems, Where, error, warning


def check_data(definition: ServiceDefinition) -> Problems:
    if definition.data.lawful_basis == "consent" and definition.permission != "internal":
        yield warning(
            "consent_is_not_free",
            ("data", "lawful_basis"),
            "ความยินยอมที่ผู้ขอปฏิเสธไม่ได้ไม่ใช่ความยินยอม ใช้หน้าที่ตามกฎหมายหรือภารกิจของรัฐ",
            "Consent that cannot be refused is none. Use legal_duty or public_task",
            PDPA_19,
        )
    places = {
        (asked.group.id if asked.group else None, asked.field.id): (asked.where, asked.field)
        for asked in questions(definition)
    }
    asked = handled(definition)
    if asked:
        yield from _service(definition)
    for one in asked:
        where, _ = places[one.group, one.id]
        yield from _question(definition, one, where)
    for where, field in places.values():
        if field.keep_years is not None and not isinstance(field, FileField):
            yield from _kept_apart((*where, "keep_years"))


def _service(definition: ServiceDefinition) -> Problems:
    rules = definition.data
    if rules.retention_source is None:
        yield error(
            "retention_without_source",
            ("data", "retention_source"),
            "บอกว่าเก็บข้อมูลนานเท่านี้ตามระเบียบใด (retention_source)",
            "Say by what rule the data are kept so long (`retention_source`)",
            PDPA_37,
        )
    if not rules.recipients:
        yield error(
            "recipients_not_told",
            ("data", "recipients"),
            "บอกว่าใครได้รับข้อมูลบ้าง (recipients) แม้มีเพียงเจ้าหน้าที่ของหน่วยงาน",
            "Say who receives the data (`recipients`), even if it is only the agency's own officers",
            PDPA_23,
        )


def _question(definition: ServiceDefinition, one: Handled, where: Where) -> Problems:
    if one.keep_years > definition.data.retention_years:
        yield error(
            "kept_too_long",
            (*where, "keep_years"),
            "เก็บคำตอบนี้นานกว่าทั้งเรื่อง ลด keep_years",
            "This answer is kept longer than the whole case. Lower `keep_years`",
            PDPA_37,
        )
    if one.purpose is None:
        yield error(
            "purpose_not_told",
            where,
            "บอกผู้ขอว่าถามข้อมูลส่วนบุคคลนี้ไปทำไม (purpose) ที่คำถาม ที่หน้า หรือที่บริการ",
            "Tell the applicant why this personal data is asked: `purpose` at the question, its page or the service",
            PDPA_23,
        )
    if one.sensitive and one.basis_note == definition.data.basis_note:
        yield error(
            "sensitive_without_ground",
            where,
            "ข้อมูลอ่อนไหวต้องมีฐานตามมาตรา 26 ของตนเอง เพิ่ม basis_note",
            "Sensitive data need a ground of section 26 of their own. Add a `basis_note`",
            PDPA_26,
        )
    if one.basis == "consent" and one.is_required:
        yield error(
            "consent_required",
            where,
            "ข้อมูลที่ขอโดยความยินยอมต้องเลือกไม่ให้ได้ ตั้ง required: false",
            "What is asked by consent can be left out. Set required: false",
            PDPA_19,
        )


def _kept_apart(where: Where) -> Problems:
    yield error(
        "answers_go_together",
        where,
        "คำตอบของเรื่องถูกลบพร้อมกัน ใช้ keep_years ได้เฉพาะคำถามแนบไฟล์",
        "The answers of a case are erased together. `keep_years` is for questions that take files",
        PDPA_37,
    )
