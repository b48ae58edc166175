"""Separate duties in a case: who has done one thing does not do the other, unless the head has set the rule aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thanjai.agencies.selectors import officers_of
from thanjai.cases.models import Case, CaseEvent
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty, Rule, broken, rule_by_id
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor
from thanjai.mandates.selectors import checkers_of
from thanjai.money.desk import kept_apart_by
from thanjai.money.selectors import handlers_of

_TOLD = ("submitted", "step_finished", "decided", "rule_set_aside")


@dataclass(frozen=True)
class Hindrance:
    """A rule that keeps an officer from a step, and who of the agency could do it instead."""

    rule: Rule
    step: Step
    able: tuple[str, ...]


def duty_of(definition: ServiceDefinition, step: str) -> Duty | None:
    """What finishing a step is, where it must be kept apart from something."""
    found = next((one for one in definition.steps if one.id == step), None)
    if found is None:
        return None
    if found.kind == "decide":
        return Duty.DECIDES
    return Duty.HANDLES_MONEY if found.role is Role.CASHIER else None


def hindrance(row: Case, person: UUID, step: str) -> Hindrance | None:
    """What keeps this officer from finishing or deciding this step; None when nothing does."""
    definition = definition_of(row.version_id)
    duty = duty_of(definition, step)
    if duty is None:
        return None
    done, aside = _done(row, definition)
    rule = broken(duty, str(person), done, aside)
    if rule is None:
        return None
    needed = definition.step(step).role
    able = tuple(
        one.person.name
        for one in officers_of(row.agency_id)
        if one.person_id != person
        and (needed is None or {needed, Role.HEAD} & set(one.roles))
        and broken(duty, str(one.person_id), done, aside) is None
    )
    return Hindrance(rule, definition.step(step), able)


def hindered(rows: Collection[Case], person: UUID, step: str) -> dict[UUID, Rule]:
    """The rules that keep an officer from one step of several cases, by case; those they may do are left out."""
    found: dict[UUID, Rule] = {}
    done_in = _done_in(rows, lambda row: definition_of(row.version_id))
    for row in rows:
        duty = duty_of(definition_of(row.version_id), step)
        rule = broken(duty, str(person), *done_in[row.id]) if duty else None
        if rule is not None:
            found[row.id] = rule
    return found


def check(actor: Actor, row: Case, command: c.Command) -> None:
    """Raises Refusal when a rule keeps the officer from this command; it says who can do it."""
    if isinstance(command, c.SetRuleAside):
        _check_aside(row, command)
        return
    if not isinstance(command, c.Decide | c.Finish) or actor.person is None:
        return
    found = hindrance(row, actor.person, command.step)
    if found is not None:
        raise Refusal("separate_duties", words_of(found))


def may_decide_again(actor: Actor, row: Case) -> None:
    """Raises Refusal when a rule keeps the officer from deciding what the case has led to, as it does from the case."""
    decides = next((step for step in definition_of(row.version_id).steps if step.kind == "decide"), None)
    found = hindrance(row, actor.person, decides.id) if decides is not None and actor.person else None
    if found is not None:
        raise Refusal("separate_duties", words_of(found))


@kept_apart_by
def handles_its_money(subject: UUID, person: UUID) -> Text | None:
    """Why an officer does not handle the money of a case, on which they have decided; None when they may."""
    row = Case.objects.filter(pk=subject).first()
    if row is None:
        return None
    rule = broken(Duty.HANDLES_MONEY, str(person), *_done(row, definition_of(row.version_id)))
    return rule.words if rule else None


def words_of(found: Hindrance) -> Text:
    """The rule, and who can do it instead."""
    words = found.rule.words
    if found.able:
        names = ", ".join(found.able)
        return Text(th=f"{words.th} ผู้ทำแทนได้: {names}", en=f"{words.en} This can be done by {names}.")
    return Text(
        th=f"{words.th} หน่วยงานไม่มีผู้อื่นทำได้ ให้หัวหน้าหน่วยงานบันทึกข้อยกเว้นพร้อมเหตุผล",
        en=f"{words.en} Nobody else here could: the head may record an exception with its reason.",
    )


def _check_aside(row: Case, command: c.SetRuleAside) -> None:
    """An exception is for an office that has nobody else."""
    definition = definition_of(row.version_id)
    hindered = [hindrance(row, UUID(command.officer), step) for step in row.steps if duty_of(definition, step)]
    found = next((one for one in hindered if one is not None and one.rule.id == command.rule), None)
    if found is None or rule_by_id(command.rule) is None:
        raise Refusal(
            "nothing_to_set_aside",
            Text(th="ไม่มีข้อห้ามที่ต้องยกเว้น", en="There is no rule in the way that needs an exception."),
        )
    if found.able:
        raise Refusal("separate_duties", words_of(found))


Deeds = tuple[Mapping[Duty, set[str]], set[tuple[str, str]]]
"""Who has done which duty in a case, and the rules set aside in it, by officer."""


def _done(row: Case, definition: ServiceDefinition) -> Deeds:
    return _done_in([row], lambda one: definition)[row.id]


def _done_in(rows: Collection[Case], defined: Callable[[Case], ServiceDefinition]) -> dict[UUID, Deeds]:
    """Of several cases, with as many questions to the database as for one."""
    found: dict[UUID, tuple[dict[Duty, set[str]], set[tuple[str, str]]]]
    found = {row.id: (defaultdict(set), set()) for row in rows}
    definitions = {row.id: defined(row) for row in rows}
    events = CaseEvent.objects.filter(case_id__in=list(found), type__in=_TOLD)
    for case, type, actor, payload, under in events.values_list("case_id", "type", "actor_id", "plain", "plain_under"):
        done, aside = found[case]
        if type == "rule_set_aside":
            aside.add((payload["rule"], payload["officer"]))
        elif type == "submitted":
            if under and under["kind"] == "assisted":
                done[Duty.HELPED].add(under["helper"])
        elif actor is not None:
            _note(done, str(actor), definitions[case], payload)
    mandates = {row.id: row.mandate_id for row in rows if row.mandate_id is not None}
    checkers = checkers_of(set(mandates.values())) if mandates else {}
    for case, people in handlers_of(*found).items():
        done = found[case][0]
        done[Duty.HANDLES_MONEY] |= people
        if (mandate := mandates.get(case)) in checkers:
            done[Duty.CHECKED_MANDATE].add(checkers[mandate])
    return dict(found)


def _note(done: dict[Duty, set[str]], actor: str, definition: ServiceDefinition, payload: Any) -> None:
    done[Duty.WORKED].add(actor)
    if duty := duty_of(definition, payload["step"]):
        done[duty].add(actor)
