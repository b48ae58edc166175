"""Entering the world: agencies with their officers, applicants, days off."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from thanjai.accounts.actions import register_person
from thanjai.agencies import actions as agencies
from thanjai.agencies.calendar_actions import set_calendar_day, take_base_years
from thanjai.config.demo.world import AgencyData, PersonData, Post, world
from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.base import Role
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, Kind


@dataclass(frozen=True)
class Officer:
    """Somebody who serves, with what they may do."""

    email: str
    name: Text
    roles: tuple[Role, ...]
    actor: Actor


@dataclass(frozen=True)
class Settled:
    """An agency that has been entered, with its officers."""

    id: UUID
    data: AgencyData
    officers: tuple[Officer, ...]

    def officer(self, role: Role | None) -> Officer:
        """Who has the role; the head of the agency where nobody has."""
        for wanted in (role, Role.HEAD, Role.APPROVER):
            for officer in self.officers:
                if wanted in officer.roles:
                    return officer
        return self.officers[-1]


@dataclass(frozen=True)
class Applicant:
    """Somebody with an account."""

    data: PersonData
    actor: Actor


def enter_calendar() -> None:
    """The base years, and the days off that Cabinet added, for all agencies."""
    take_base_years()
    for off in world().calendar:
        set_calendar_day(agency=None, day=off.day, name=off.name, source=off.source)


def enter_agencies() -> dict[str, Settled]:
    """Every agency with its officers, by slug. Entering again renews their facts."""
    return {data.slug: _enter_agency(data) for data in world().agencies}


def _enter_agency(data: AgencyData) -> Settled:
    row = agencies.register_agency(
        slug=data.slug, code=data.code, kind=data.kind, name=data.name, province=data.province,
        address=data.address, phone=data.phone, tax_id=data.tax_id, email=f"contact@{data.slug}.example",
        website=f"https://{data.slug}.example/", areas=data.areas, stands_at=data.stands_at,
    )  # fmt: skip
    posts = world().posts_of(data)
    held = zip(posts, data.officers, strict=True)
    return Settled(row.id, data, tuple(_enter_officer(row.id, data, post, name) for post, name in held))


def _enter_officer(agency: UUID, data: AgencyData, post: Post, name: Text) -> Officer:
    email = f"{post.box}@{data.slug}.example"
    person = register_person(email=email, name=name.th, name_en=name.en, phone=data.phone, is_demo=True)
    agencies.appoint(
        agency=agency,
        person=person.id,
        roles=post.roles,
        unit=post.unit,
        position=post.position,
        phone=data.phone,
    )
    actor = Actor(Kind.OFFICER, agency=agency, person=person.id, name=name.th)
    return Officer(email, name, post.roles, actor)


def enter_people() -> list[Applicant]:
    """Every applicant's account."""
    found = []
    for data in world().people:
        person = register_person(
            email=data.email,
            name=data.name,
            name_en=data.en,
            phone=data.phone,
            language=data.language,
            is_demo=True,
        )
        found.append(Applicant(data, Actor(Kind.PERSON, person=person.id, name=data.name, assurance=Assurance.HIGH)))
    return found
