"""The same small world for every test that needs one: an agency, another, officers, and services with examples."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.cases import actions, drafts, selectors, submission
from thanjai.catalogue.actions import adopt, publish
from thanjai.domain.assurance import Assurance
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as

PACKS = Path(__file__).resolve().parents[1] / "packs"
PLACE = Text(th="ขอนแก่น", en="Khon Kaen")


@cache
def pack(id: str) -> ServiceDefinition:
    return ServiceDefinition.model_validate(_loaded(PACKS / id / "service.yaml"))


def examples(id: str) -> dict[str, Any]:
    """A copy each time: tests change them."""
    return deepcopy(dict(_loaded(PACKS / id / "examples.yaml")))


@cache
def _loaded(path: Path) -> Any:
    """Read once: a test may ask a dozen times, and reading takes longer than most of what is tested."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def complete(answers: dict[str, Any]) -> dict[str, Any]:
    """An example's answers with its files as if they had been uploaded."""

    def filled(value: Any) -> Any:
        if isinstance(value, list) and value and isinstance(value[0], dict) and set(value[0]) == {"name"}:
            return [
                {
                    "id": str(UUID(int=n)),
                    "name": file["name"],
                    "type": "application/pdf",
                    "size": 10,
                    "sha256": "0" * 64,
                }
                for n, file in enumerate(value)
            ]
        if isinstance(value, list):
            return [
                {key: filled(part) for key, part in item.items()} if isinstance(item, dict) else item for item in value
            ]
        return value

    return {key: filled(value) for key, value in answers.items()}


@dataclass(frozen=True)
class World:
    agency: UUID
    other: UUID
    officer: Actor
    stranger: Actor
    """An officer of the other agency."""

    def colleague(self, name: str, *roles: Role, language: str = "th") -> Actor:
        """Another officer of the first agency."""
        with acting_as(PLATFORM):
            person = register_person(email=f"{name}@example.com", name=name, language=language)
            appoint(agency=self.agency, person=person.id, roles=roles, unit=PLACE, position=PLACE)
        return Actor(Kind.OFFICER, agency=self.agency, person=person.id, name=name)

    def start(self, service: str = "food-premises-licence", at: str = "khonkaen") -> tuple[Actor, UUID]:
        """A complete draft: the one who holds its secret, and its id."""
        with acting_as(PUBLIC):
            started = drafts.start_draft(actor=PUBLIC, agency_slug=at, service_id=service)
        holder = Actor(Kind.BEARER, bearer=started.draft.bearer)
        answers = complete(examples(service)["examples"][0]["answers"])
        with acting_as(holder):
            drafts.save_answers(draft=started.draft, page_id="all", values=answers, is_done=True)
        return holder, started.draft.id

    def submitted(self, service: str = "food-premises-licence") -> tuple[Actor, Any]:
        """A case just submitted, and its applicant."""
        holder, draft = self.start(service)
        with acting_as(holder):
            known = replace(holder, assurance=Assurance.HIGH)
            return holder, submission.submit_draft(actor=known, draft_id=draft)

    def do(self, case: Any, command: c.Command, actor: Actor | None = None) -> Any:
        actor = actor or self.officer
        with acting_as(actor):
            return actions.carry_out(actor=actor, case_id=case.id, command=command)

    def until(self, case: Any, kind: str, service: str = "food-premises-licence") -> Any:
        """Work a case forward until a step of `kind` is active."""
        definition, findings = pack(service), examples(service)["examples"][0].get("findings") or {}
        for _ in range(12):
            with acting_as(self.officer):
                case = selectors.case(case.id)
            step = definition.step(case.steps[0])
            if step.kind == kind:
                return case
            found = findings.get(step.id, {})
            if step.kind == "decide":
                self.do(case, c.Decide(step=step.id, outcome="approved", reasons="ครบตามเกณฑ์", findings=found))
            else:
                self.do(case, c.Finish(step=step.id, findings=found))
        raise AssertionError(f"the case never came to a step of kind {kind}")


def build(*services: str, kind: AgencyKind = AgencyKind.MUNICIPALITY) -> World:
    """Make the world, with the services published and adopted by the first agency."""
    with acting_as(PLATFORM):
        agency, other = (
            register_agency(slug=slug, code=code, kind=kind, name=PLACE, province=PLACE, address=PLACE)
            for slug, code in (("khonkaen", "KKC"), ("other", "OTH"))
        )
        people = [register_person(email=f"{name}@example.com", name=name) for name in ("สมศรี", "มานะ")]
        for place, person in zip((agency, other), people, strict=True):
            appoint(agency=place.id, person=person.id, roles=list(Role), unit=PLACE, position=PLACE)
        for service in services:
            publish(definition=pack(service))
            adopt(agency=agency.id, service=service, settings=examples(service)["settings"])
    officers = [
        Actor(Kind.OFFICER, agency=place.id, person=person.id, name=person.name)
        for place, person in zip((agency, other), people, strict=True)
    ]
    return World(agency.id, other.id, *officers)
