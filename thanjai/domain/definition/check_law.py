"""What the law wants a manual, a form and a document to say, and what it forbids to ask."""

from __future__ import annotations

from thanjai.domain.definition.fields import (
    FileField,
    GroupField,
    ManyOfField,
    MoneyField,
    NumberField,
    PersonField,
    TextField,
)
from thanjai.domain.definition.manual import Evidence
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Asked, questions
from thanjai.domain.definition.problems import (
    E_ACT_7,
    E_ACT_12,
    E_ACT_13,
    ITA_O9,
    LFA_7,
    LFA_8,
    Problem,
    Problems,
    error,
    warning,
)
from thanjai.domain.expressions import Scope, names_in
from thanjai.domain.numbering import check_pattern
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_PREFILLS = frozenset({"identity.national_id", "identity.name", "identity.phone", "identity.email", "document"})
_LOOSE = frozenset({"complaint", "internal"})
"""Forms of service to which the Licensing Facilitation Act does not apply."""


def check_law(definition: ServiceDefinition) -> Problems:
    yield from _manual(definition)
    for number, evidence in enumerate(definition.manual.evidence):
        yield from _evidence(number, evidence)
    yield from _files(definition)
    for asked in questions(definition):
        yield from _question(asked)
    yield from _papers(definition)
    yield from _settings(definition)


def _manual(definition: ServiceDefinition) -> Problems:
    manual, strict = definition.manual, definition.permission not in _LOOSE
    wanted = (
        ("criteria", "หลักเกณฑ์และเงื่อนไข", "the criteria and conditions", LFA_7, strict),
        (
            "evidence",
            "รายการเอกสาร ถ้าไม่ต้องใช้ ให้ระบุเอกสารที่หน่วยงานดึงเอง",
            "the evidence; if none is asked for, list what the agency fetches itself",
            LFA_7,
            strict,
        ),
        ("channels", "ช่องทางยื่นคำขอ", "the channels", LFA_7, True),
        ("complaints", "ช่องทางร้องเรียน", "where to complain", "info.go.th manual, item 8", True),
    )
    for name, th, en, source, must in wanted:
        if not getattr(manual, name):
            found = error if must else warning
            yield found("manual_incomplete", ("manual", name), f"คู่มือต้องบอก{th}", f"The manual must state {en}", source)
    if not definition.fees:
        yield error(
            "fees_not_stated",
            ("fees",),
            "ระบุค่าธรรมเนียม ถ้าไม่มีให้ใส่ rule: {kind: none}",
            "State the fees; where there are none, add one with rule: {kind: none}",
            ITA_O9,
        )
    if not definition.law:
        yield error("no_law", ("law",), "ระบุกฎหมายที่ให้อำนาจ", "Name the law that empowers the service", LFA_7)


def _evidence(number: int, evidence: Evidence) -> Problems:
    where = ("manual", "evidence", number)
    if evidence.issued_by_state and (evidence.copies or evidence.upload is not None):
        yield error(
            "copy_of_state_document",
            where,
            "ห้ามขอสำเนาเอกสารที่รัฐออกให้ ลบ copies และ upload แล้วบอกว่าดึงจากไหน (fetched_from)",
            "No copy may be asked of a document that the state issued. Remove `copies` and `upload`, "
            "and say where it is fetched (`fetched_from`)",
            E_ACT_12,
        )
    if evidence.issued_by_state and evidence.fetched_from is None:
        yield warning(
            "not_fetched",
            where,
            "บอกว่าหน่วยงานดึงเอกสารนี้จากไหน (fetched_from)",
            "Say where the agency fetches this document (`fetched_from`)",
            E_ACT_12,
        )
    if evidence.copies > 1:
        yield warning(
            "more_than_one_copy",
            (*where, "copies"),
            "ยื่นทางอิเล็กทรอนิกส์ชุดเดียวถือว่าครบทุกชุด ขอสำเนาเพียงชุดเดียว",
            "One set filed electronically counts as all sets. Ask for one copy",
            E_ACT_7,
        )
    if not evidence.issued_by_state and evidence.fetched_from is None and evidence.upload is None:
        yield warning(
            "evidence_without_upload",
            where,
            "แนบเอกสารนี้ทางออนไลน์ไม่ได้ เพิ่มคำถามแนบไฟล์แล้วอ้างใน upload",
            "This cannot be filed online. Add a file question and name it in `upload`",
            E_ACT_7,
        )
    if evidence.when is not None and evidence.condition is None:
        yield warning(
            "condition_without_words",
            where,
            "บอกเงื่อนไขเป็นคำพูด (condition) ให้ผู้อ่านคู่มือเข้าใจ",
            "Say the condition in words too (`condition`), for readers of the manual",
        )


def _files(definition: ServiceDefinition) -> Problems:
    taken = {evidence.upload for evidence in definition.manual.evidence}
    for asked in questions(definition):
        if isinstance(asked.field, FileField) and asked.field.id not in taken:
            yield error(
                "file_not_in_manual",
                asked.where,
                "แบบขอไฟล์ที่คู่มือไม่ได้บอก เพิ่มใน manual.evidence แล้วอ้าง upload",
                "The form asks for a file that the manual does not list. Add it to manual.evidence with `upload`",
                LFA_8,
            )


def _question(asked: Asked) -> Problems:
    field, where = asked.field, asked.where
    if field.prefill is not None and field.prefill not in _PREFILLS:
        listed = ", ".join(sorted(_PREFILLS))
        yield error(
            "unknown_prefill",
            (*where, "prefill"),
            f"เติมข้อมูลล่วงหน้าได้จาก {listed}",
            f"First values come from {listed}",
        )
    if isinstance(field, TextField) and field.pattern is not None:
        yield from _pattern(asked, field)
    for low, high, name in _limits(asked):
        if low > high:
            yield error(
                "impossible_limits",
                (*where, name),
                "ค่าต่ำสุดมากกว่าค่าสูงสุด จึงตอบไม่ได้ แก้ตัวใดตัวหนึ่ง",
                "The least is above the most, so nothing can be answered. Mend one of them",
            )


def _pattern(asked: Asked, field: TextField) -> Problems:
    scope = Scope({"value": "", "pattern": f"^(?:{field.pattern})$"})
    if scope.value_of("value.matches(pattern)") is None:
        yield error(
            "pattern_unreadable",
            (*asked.where, "pattern"),
            "รูปแบบนี้อ่านไม่ได้ แก้ให้เป็น regular expression ที่ถูกต้อง",
            "This pattern cannot be read. Write a regular expression (RE2)",
        )
    if field.hint is None:
        yield error(
            "pattern_without_hint",
            asked.where,
            "บอกรูปแบบที่ต้องการเป็นคำพูดใน hint",
            "Say in `hint`, in words, how the answer must be written",
        )


def _limits(asked: Asked) -> list[tuple[float, float, str]]:
    field = asked.field
    if isinstance(field, NumberField) and field.minimum is not None and field.maximum is not None:
        return [(field.minimum, field.maximum, "minimum")]
    if isinstance(field, MoneyField) and field.maximum_baht is not None:
        return [(field.minimum_baht, field.maximum_baht, "minimum_baht")]
    if isinstance(field, GroupField):
        return [(field.minimum, field.maximum, "minimum")]
    if isinstance(field, ManyOfField) and field.at_most is not None:
        return [(1, field.at_most, "at_most")]
    return []


def _papers(definition: ServiceDefinition) -> Problems:
    personal = {
        asked.group.id if asked.group else asked.field.id
        for asked in questions(definition)
        if asked.field.personal and not isinstance(asked.field, PersonField)
    }
    for number, paper in enumerate(definition.papers):
        try:
            check_pattern(paper.number)
        except Refusal as refusal:
            yield Problem("error", "number_pattern", ("papers", number, "number"), refusal.message)
        for position, item in enumerate(paper.items):
            for name in sorted(names_in(item.value) & personal) if item.public else ():
                yield error(
                    "public_personal_data",
                    ("papers", number, "items", position, "public"),
                    f"รายการนี้เปิดเผยข้อมูลส่วนบุคคล “{name}” ตั้ง public: false "
                    "หรือถ้าไม่ใช่ข้อมูลส่วนบุคคลให้ตั้ง personal: false ที่คำถาม",
                    f"This would publish the personal data “{name}”. Set public: false here, "
                    "or personal: false at the question if it is none",
                    E_ACT_13,
                )


def _settings(definition: ServiceDefinition) -> Problems:
    for number, setting in enumerate(definition.settings):
        where = ("settings", number)
        if setting.default is None and setting.unconfirmed:
            yield Problem(
                "info",
                "agency_decides",
                where,
                Text(
                    th=f"หน่วยงานต้องกำหนด “{setting.label.th}” เองก่อนเปิดบริการ",
                    en=f"Each agency must set “{setting.label.en}” before it opens the service",
                ),
            )
        if setting.default is not None and not _fits(setting.kind, setting.default):
            yield error(
                "setting_kind",
                (*where, "default"),
                f"ค่าเริ่มต้นไม่ตรงกับชนิด {setting.kind} แก้ให้ตรงกัน",
                f"The default is not of kind {setting.kind}. Make them agree",
            )


def _fits(kind: str, value: bool | float | str) -> bool:
    if kind == "yes_no":
        return isinstance(value, bool)
    return isinstance(value, str) if kind == "text" else isinstance(value, int | float) and not isinstance(value, bool)
