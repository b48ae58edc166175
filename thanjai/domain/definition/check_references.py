"""Ids are used once, and every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from thanjai.domain.definition.fields import FileField, GroupField, OneOfField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.money import BandsFee, PerUnitFee, SettingFee, TableFee
from thanjai.domain.definition.places import questions
from thanjai.domain.definition.problems import Problem, Problems, Where, error
from thanjai.domain.expressions import NAMESPACES

RESERVED = NAMESPACES | frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "false",
        "for",
        "function",
        "has",
        "if",
        "import",
        "in",
        "let",
        "loop",
        "map",
        "namespace",
        "null",
        "package",
        "return",
        "true",
        "var",
        "void",
        "while",
        "all",
        "exists",
        "exists_one",
        "filter",
    ]
)


def check_references(definition: ServiceDefinition) -> Problems:
    for where, ids in _id_lists(definition):
        yield from _once(where, ids)
    yield from _question_ids(definition)
    yield from _settings(definition)
    yield from _tables(definition)
    yield from _steps(definition)
    yield from _uploads(definition)


def _id_lists(definition: ServiceDefinition) -> Iterator[tuple[Where, list[str]]]:
    yield ("form", "pages"), [page.id for page in definition.form.pages]
    lists = ("settings", "tables", "steps", "deadlines", "fees", "papers", "registers", "payments")
    for name in lists:
        yield (name,), [part.id for part in getattr(definition, name)]
    yield ("manual", "evidence"), [evidence.id for evidence in definition.manual.evidence]
    for number, table in enumerate(definition.tables):
        yield ("tables", number, "rows"), [row.value for row in table.rows]
    for number, paper in enumerate(definition.papers):
        yield ("papers", number, "items"), [item.id for item in paper.items]
    for number, entry in enumerate(definition.registers):
        yield ("registers", number, "columns"), [column.id for column in entry.columns]
    for number, step in enumerate(definition.steps):
        yield ("steps", number, "findings"), [field.id for field in step.findings]
    for asked in questions(definition):
        if isinstance(asked.field, OneOfField):
            yield (*asked.where, "options"), [choice.value for choice in asked.field.options]
        if isinstance(asked.field, GroupField):
            yield (*asked.where, "fields"), [item.id for item in asked.field.fields]


def _once(where: Where, ids: Iterable[str]) -> Problems:
    seen: set[str] = set()
    for number, id in enumerate(ids):
        if id in seen:
            yield _twice((*where, number), id)
        seen.add(id)


def _twice(where: Where, id: str) -> Problem:
    return error("duplicate_id", where, f"ชื่อ “{id}” ใช้ซ้ำ ตั้งชื่อใหม่", f"“{id}” is used twice. Give it another id")


def _question_ids(definition: ServiceDefinition) -> Problems:
    """A question's id is its name in expressions: once in the form, and not a word of the language."""
    outer: set[str] = set()
    for asked in questions(definition):
        id = asked.field.id
        if id in RESERVED:
            yield error(
                "reserved_id",
                (*asked.where, "id"),
                f"“{id}” เป็นคำสงวนของสูตร ตั้งชื่ออื่น",
                f"“{id}” is a word of the expression language. Give the question another id",
            )
        if asked.group is None:
            if id in outer:
                yield _twice((*asked.where, "id"), id)
            outer.add(id)
    for asked in questions(definition):
        if asked.group is not None and asked.field.id in outer:
            yield _twice((*asked.where, "id"), asked.field.id)


def _missing(what_th: str, what_en: str, id: str, where: Where) -> Problem:
    return error(
        "unknown_reference",
        where,
        f"ไม่มี{what_th} “{id}” เพิ่มก่อน หรือแก้ชื่อ",
        f"There is no {what_en} “{id}”. Add it, or mend the name",
    )


def _settings(definition: ServiceDefinition) -> Problems:
    settings = {setting.id: setting for setting in definition.settings}
    for where, id, for_money in _setting_uses(definition):
        if id not in settings:
            yield _missing("ค่าที่หน่วยงานกำหนด", "setting", id, where)
        elif for_money and settings[id].kind != "baht":
            yield error(
                "setting_not_baht",
                where,
                f"ค่าธรรมเนียมใช้ “{id}” ซึ่งไม่ใช่จำนวนเงิน เปลี่ยนชนิดของค่านี้เป็น baht",
                f"The fee uses “{id}”, which is not an amount of money. Make that setting's kind baht",
            )


def _setting_uses(definition: ServiceDefinition) -> Iterator[tuple[Where, str, bool]]:
    for number, rule in enumerate(definition.deadlines):
        if rule.setting is not None:
            yield ("deadlines", number, "setting"), rule.setting, False
    for number, step in enumerate(definition.steps):
        for name, duration in (("duration", step.duration), ("pay_within", step.pay_within)):
            if duration is not None and duration.setting is not None:
                yield ("steps", number, name, "setting"), duration.setting, False
    for number, fee in enumerate(definition.fees):
        if isinstance(fee.rule, SettingFee | PerUnitFee) and fee.rule.setting is not None:
            yield ("fees", number, "rule", "setting"), fee.rule.setting, True
        if isinstance(fee.rule, BandsFee):
            for position, band in enumerate(fee.rule.bands):
                if band.setting is not None:
                    yield ("fees", number, "rule", "bands", position, "setting"), band.setting, True


def _tables(definition: ServiceDefinition) -> Problems:
    tables = {table.id for table in definition.tables}
    for number, fee in enumerate(definition.fees):
        if isinstance(fee.rule, TableFee) and fee.rule.table not in tables:
            yield _missing("ตาราง", "table", fee.rule.table, ("fees", number, "rule", "table"))
    for asked in questions(definition):
        field = asked.field
        if isinstance(field, OneOfField) and field.options_from and field.options_from not in tables:
            yield _missing("ตาราง", "table", field.options_from, (*asked.where, "options_from"))


def _steps(definition: ServiceDefinition) -> Problems:
    known = {
        "paper": {paper.id for paper in definition.papers},
        "register_entry": {entry.id for entry in definition.registers},
    }
    steps, fees = {step.id for step in definition.steps}, {fee.id for fee in definition.fees}
    words = {"paper": ("เอกสาร", "paper"), "register_entry": ("ทะเบียน", "register")}
    for number, step in enumerate(definition.steps):
        for name, (th, en) in words.items():
            id = getattr(step, name)
            if id is not None and id not in known[name]:
                yield _missing(th, en, id, ("steps", number, name))
        for position, id in enumerate(step.after or ()):
            if id not in steps:
                yield _missing("ขั้นตอน", "step", id, ("steps", number, "after", position))
        for position, id in enumerate(step.fees):
            if id not in fees:
                yield _missing("ค่าธรรมเนียม", "fee", id, ("steps", number, "fees", position))
    for number, payment in enumerate(definition.payments):
        for name, (th, en) in words.items():
            id = getattr(payment, name)
            if id is not None and id not in known[name]:
                yield _missing(th, en, id, ("payments", number, name))


def _uploads(definition: ServiceDefinition) -> Problems:
    files = {asked.field.id for asked in questions(definition) if isinstance(asked.field, FileField)}
    for number, evidence in enumerate(definition.manual.evidence):
        if evidence.upload is not None and evidence.upload not in files:
            where: Where = ("manual", "evidence", number, "upload")
            yield _missing("คำถามแนบไฟล์", "file question", evidence.upload, where)
