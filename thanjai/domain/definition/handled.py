"""What a definition says about personal data, worked out for every question: the notice and the record of processing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from thanjai.domain.definition.data import Basis, Handling, KeptFrom
from thanjai.domain.definition.fields import FileField, GroupField, Page, PlainField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.text import Text

BASES: Final[dict[Basis, Text]] = {
    "legal_duty": Text(th="หน้าที่ตามกฎหมาย (มาตรา 24 (6))", en="A duty under the law (section 24 (6))"),
    "public_task": Text(
        th="ภารกิจเพื่อประโยชน์สาธารณะหรือการใช้อำนาจรัฐ (มาตรา 24 (4))",
        en="A task in the public interest, or the exercise of official authority (section 24 (4))",
    ),
    "consent": Text(th="ความยินยอม (มาตรา 19)", en="Consent (section 19)"),
    "contract": Text(th="สัญญา (มาตรา 24 (3))", en="A contract (section 24 (3))"),
    "vital_interest": Text(
        th="ป้องกันอันตรายต่อชีวิต ร่างกาย หรือสุขภาพ (มาตรา 24 (2))",
        en="To prevent danger to life, body or health (section 24 (2))",
    ),
}


@dataclass(frozen=True, slots=True)
class Handled:
    """One question that asks personal data, with everything it or its page or its service says."""

    id: str
    group: str | None
    label: Text
    purpose: Text | None
    basis: Basis
    basis_note: Text
    sensitive: bool
    keep_years: int
    kept_from: KeptFrom
    recipients: tuple[Text, ...]
    is_required: bool
    is_file: bool


def handled(definition: ServiceDefinition) -> tuple[Handled, ...]:
    """Every question that asks personal data, in the order asked."""
    return tuple(
        _handled(definition, page, group, field)
        for page in definition.form.pages
        for group, field in _questions(page)
        if field.personal
    )


def _questions(page: Page) -> Iterator[tuple[str | None, PlainField]]:
    for field in page.fields:
        if isinstance(field, GroupField):
            yield from ((field.id, inner) for inner in field.fields)
        else:
            yield None, field


def _handled(definition: ServiceDefinition, page: Page, group: str | None, field: PlainField) -> Handled:
    near: tuple[Handling, ...] = (field, page)
    rules = definition.data
    return Handled(
        id=field.id,
        group=group,
        label=field.label,
        purpose=next((one.purpose for one in near if one.purpose), rules.purpose),
        basis=next((one.basis for one in near if one.basis), rules.lawful_basis),
        basis_note=next((one.basis_note for one in near if one.basis_note), rules.basis_note),
        sensitive=any(one.sensitive for one in near),
        keep_years=next((one.keep_years for one in near if one.keep_years is not None), rules.retention_years),
        kept_from=rules.kept_from,
        recipients=next((one.recipients for one in near if one.recipients is not None), rules.recipients),
        is_required=field.required and not field.required_when,
        is_file=isinstance(field, FileField),
    )


def recipients_of(definition: ServiceDefinition) -> tuple[Text, ...]:
    """Everybody who gets anything, each once."""
    named = [*definition.data.recipients, *(to for one in handled(definition) for to in one.recipients)]
    return tuple({to.th: to for to in named}.values())


def kept_words(years: int, since: KeptFrom) -> Text:
    """How long, in words."""
    if since == "document":
        return Text(
            th=f"{years} ปี นับแต่วันที่เอกสารที่ออกให้สิ้นผล หรือวันที่เรื่องเสร็จหากไม่มีเอกสาร",
            en=f"{years} years from the day the document that was issued ends, or from the end of the case if there is none",
        )
    return Text(th=f"{years} ปี นับแต่วันที่เรื่องเสร็จ", en=f"{years} years from the end of the case")
