"""Separate duties in a case: who has done one thing does not do the other, unless the head has set the rule aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
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
from thanjai.mandates.selectors import checker_of
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


def _done(row: Case, definition: ServiceDefinition) -> tuple[Mapping[Duty, set[str]], set[tuple[str, str]]]:
    """Who has done which duty in the case, and the rules set aside in it, by officer."""
    done: dict[Duty, set[str]] = defaultdict(set)
    aside: set[tuple[str, str]] = set()
    events = CaseEvent.objects.filter(case_id=row.id, type__in=_TOLD)
    for type, actor, payload, under in events.values_list("type", "actor_id", "plain", "plain_under"):
        if type == "rule_set_aside":
            aside.add((payload["rule"], payload["officer"]))
        elif type == "submitted":
            if under and under["kind"] == "assisted":
                done[Duty.HELPED].add(under["helper"])
        elif actor is not None:
            _note(done, str(actor), definition, payload)
    done[Duty.HANDLES_MONEY] |= handlers_of(row.id)
    if row.mandate_id is not None and (checker := checker_of(row.mandate_id)):
        done[Duty.CHECKED_MANDATE].add(checker)
    return done, aside


def _note(done: dict[Duty, set[str]], actor: str, definition: ServiceDefinition, payload: Any) -> None:
    done[Duty.WORKED].add(actor)
    if duty := duty_of(definition, payload["step"]):
        done[duty].add(actor)
