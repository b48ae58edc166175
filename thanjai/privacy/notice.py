"""The notice to the person (PDPA section 23) and the record of processing (section 39), both from the definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thanjai.catalogue.selectors import Offer, adopted_by
from thanjai.domain.definition.handled import BASES, Handled, handled, kept_words, recipients_of
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.text import Text
from thanjai.privacy.models import DataOffice
from thanjai.privacy.offices import office_for

SERVICE = "personal-data-request"
"""The service by which people use their rights."""


@dataclass(frozen=True)
class Asked:
    """Questions asked for the same purpose."""

    purpose: Text
    labels: tuple[Text, ...]
    basis: Text
    note: Text | None
    """Only where it is another than the service's."""
    is_sensitive: bool


@dataclass(frozen=True)
class Notice:
    """What a person is told before they give their data."""

    definition: ServiceDefinition
    agency: Any
    office: DataOffice
    asked: tuple[Asked, ...]
    basis: Text
    kept: Text
    shorter: tuple[tuple[Text, Text], ...]
    """Files that are kept for a shorter time, and for how long."""
    recipients: tuple[Text, ...]


def notice_of(offer: Offer) -> Notice:
    """The notice of a service as an agency offers it."""
    definition, rules = offer.definition, offer.definition.data
    questions = handled(definition)
    return Notice(
        definition=definition,
        agency=offer.agency,
        office=office_for(offer.agency.id),
        asked=tuple(_by_purpose(questions, rules.basis_note)),
        basis=BASES[rules.lawful_basis],
        kept=kept_words(rules.retention_years, rules.kept_from),
        shorter=tuple(
            (one.label, kept_words(one.keep_years, one.kept_from))
            for one in questions
            if one.keep_years < rules.retention_years
        ),
        recipients=recipients_of(definition),
    )


def _by_purpose(questions: tuple[Handled, ...], usual: Text) -> Iterator[Asked]:
    alike: dict[tuple[str, str, str, bool], list[Handled]] = {}
    for one in questions:
        purpose = one.purpose.th if one.purpose else ""
        alike.setdefault((purpose, one.basis, one.basis_note.th, one.sensitive), []).append(one)
    for group in alike.values():
        first = group[0]
        yield Asked(
            purpose=first.purpose or first.label,
            labels=tuple(one.label for one in group),
            basis=BASES[first.basis],
            note=None if first.basis_note == usual else first.basis_note,
            is_sensitive=first.sensitive,
        )


@dataclass(frozen=True)
class Activity:
    """One line of the record of processing activities."""

    title: Text
    purposes: tuple[Text, ...]
    people: Text
    data: tuple[Text, ...]
    sensitive: tuple[Text, ...]
    basis: Text
    basis_note: Text
    recipients: tuple[Text, ...]
    kept: Text
    source: Text | None
    measures: Text


PEOPLE = Text(th="ผู้ยื่นคำขอ ผู้แทน และบุคคลที่ระบุในคำขอ", en="Applicants, those who act for them, people named in requests")
MEASURES = Text(
    th="คำตอบเข้ารหัสแยกกุญแจรายเรื่อง สิทธิเข้าถึงตามหน่วยงานและบทบาท บันทึกทุกครั้งที่เปิดดู ลบเมื่อครบกำหนด",
    en="Answers sealed under a key of each case, access by agency and role, every look recorded, erased in time",
)


def activities(agency_id: UUID) -> list[Activity]:
    """The record of processing of an agency (PDPA section 39): one line for each service that it has taken on."""
    return [_activity(offer.definition) for offer in adopted_by(agency_id)]


def _activity(definition: ServiceDefinition) -> Activity:
    questions, rules = handled(definition), definition.data
    purposes = {one.purpose.th: one.purpose for one in questions if one.purpose}
    return Activity(
        title=definition.title,
        purposes=tuple(purposes.values()) or (definition.summary,),
        people=PEOPLE,
        data=tuple({one.label.th: one.label for one in questions}.values()),
        sensitive=tuple(one.label for one in questions if one.sensitive),
        basis=BASES[rules.lawful_basis],
        basis_note=rules.basis_note,
        recipients=recipients_of(definition),
        kept=kept_words(rules.retention_years, rules.kept_from),
        source=rules.retention_source,
        measures=MEASURES,
    )
