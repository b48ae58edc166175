"""A world with an overseer, whose head brings lists in, and files for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import pytest

from tests.world import PLACE, World, build
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.intake import actions
from thanjai.intake.actions import Brought
from thanjai.intake.models import Intake, Line
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def opdc(world: World) -> Actor:
    """The head of the agency that watches over the others."""
    return head_of_new("opdc", "OPDC", AgencyKind.OVERSIGHT)


def head_of_new(slug: str, code: str, kind: AgencyKind) -> Actor:
    with acting_as(PLATFORM):
        agency = register_agency(slug=slug, code=code, kind=kind, name=PLACE, province=PLACE, address=PLACE)
        person = register_person(email=f"{slug}@example.com", name=slug)
        appoint(agency=agency.id, person=person.id, roles=[Role.HEAD], unit=PLACE, position=PLACE)
    return Actor(Kind.OFFICER, agency=agency.id, person=person.id, name=slug)


def as_csv(*lines: Sequence[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def agencies_file(*lines: tuple[str, ...]) -> bytes:
    """Code, kind, name in both languages, province, telephone; the first line names them in Thai and English."""
    return as_csv(("รหัส", "Kind", "ชื่อหน่วยงาน", "English name", "จังหวัด", "โทรศัพท์"), *lines)


def line(code: str, phone: str = "043 000 001", kind: str = "อบต.") -> tuple[str, ...]:
    return code, kind, f"อบต.ที่ {code}", f"Agency {code}", "ขอนแก่น", phone


def prepared(actor: Actor, content: bytes, kind: str = "agencies", **more: Any) -> Intake:
    with acting_as(actor):
        return actions.prepare(actor=actor, kind=kind, brought=Brought("list.csv", content, **more))


def confirmed(actor: Actor, content: bytes, kind: str = "agencies", **more: Any) -> Intake:
    row = prepared(actor, content, kind, **more)
    with acting_as(actor):
        return actions.confirm(actor=actor, intake_id=row.id)


def again(row: Intake) -> Intake:
    with acting_as(PLATFORM):
        return Intake.objects.get(pk=row.id)


def stands(row: Intake, *names: str) -> list[Any]:
    """The lines of a list, by some of their columns."""
    with acting_as(PLATFORM):
        found = Line.objects.filter(intake=row).order_by("line")
        return list(found.values_list(*names, flat=len(names) == 1))
