"""The agencies, officers and applicants of the demonstration, as `world.yaml` has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Option

from thanjai.config.demo.packs import load_yaml
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.serving import Form
from thanjai.domain.text import Text


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DayOff(_Data):
    day: date
    name: Text
    source: str


class Post(_Data):
    """A place in an agency of some kind; `box` is the first part of its holder's address."""

    box: str
    roles: tuple[Role, ...]
    unit: Text
    position: Text


class Home(_Data):
    """A neighbourhood that applicants' addresses lie in."""

    subdistrict: str
    district: str
    province: str
    postcode: str
    roads: tuple[str, ...]
    lat: float
    lon: float


class AgencyData(_Data):
    slug: str
    code: str
    kind: AgencyKind
    name: Text
    province: Text
    address: Text
    phone: str
    tax_id: str
    areas: tuple[str, ...]
    stands_at: tuple[float, float]
    posts: tuple[Post, ...] = ()
    """Its own, where those of its kind do not fit."""
    officers: tuple[Text, ...]
    homes: tuple[Home, ...] = ()


class PersonData(_Data):
    """An applicant; `company` is the one they own."""

    email: str
    title: str
    given: str
    family: str
    en: str
    national_id: str
    phone: str
    born: date | None = None
    company: Mapping[str, str] | None = None
    language: str = "th"

    @property
    def name(self) -> str:
        return f"{self.title}{self.given} {self.family}"


class MandateData(_Data):
    agency: str
    number: str
    name: str
    director: str
    holder: str
    services: tuple[str, ...]
    checked: str


class ActingData(_Data):
    """`person` and `place` are the mailboxes of the posts."""

    agency: str
    person: str
    place: str
    form: Form
    days: int
    order: str


class DelegationData(_Data):
    giver: str
    taker: str
    services: tuple[str, ...]
    roles: tuple[Role, ...]
    days: int
    order: str


class Limits(_Data):
    """Which of the suitable agencies offer a service."""

    only: tuple[str, ...]


class DelayTold(_Data):
    """Why something is late, in an officer's words."""

    cause: DelayCause
    reason: str


class OpinionData(_Data):
    """What somebody says at the end; `got`: yes, partly or no."""

    ease: int
    got: str
    words: str = ""


class Asking(_Data):
    """What an applicant asks, and the answer."""

    question: str
    answer: str


class Phrases(_Data):
    """What people of the demonstration write."""

    defect: Text
    mend: str
    wrong: str
    correct_it: str
    approved: str
    refused: str
    returned: str
    appealed: str
    withdrawn: str
    notes: tuple[str, ...]
    recorded: str
    suspended: str
    revoked: str
    delayed: tuple[DelayTold, ...]
    opinions: tuple[OpinionData, ...]
    asked: tuple[Asking, ...]
    telephone: str
    """Of applicants who ask to be called."""


class World(_Data):
    calendar: tuple[DayOff, ...]
    posts: Mapping[AgencyKind, tuple[Post, ...]]
    agencies: tuple[AgencyData, ...]
    people: tuple[PersonData, ...]
    mandates: tuple[MandateData, ...] = ()
    acting: tuple[ActingData, ...] = ()
    delegations: tuple[DelegationData, ...] = ()
    adoptions: Mapping[str, Limits] = {}
    settings: Mapping[str, Mapping[str, Any]] = {}
    own_settings: Mapping[str, Mapping[str, Mapping[str, Any]]] = {}
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = Option(default_factory=dict)
    phrases: Phrases

    def posts_of(self, agency: AgencyData) -> tuple[Post, ...]:
        """Who serves in an agency, in the order of its officers."""
        return agency.posts or self.posts[agency.kind]

    def agency(self, slug: str) -> AgencyData:
        """Raises KeyError."""
        return {agency.slug: agency for agency in self.agencies}[slug]


@cache
def world() -> World:
    """What the file says."""
    return World.model_validate(load_yaml(Path(__file__).with_name("world.yaml")))
