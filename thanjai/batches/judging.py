"""Which steps are worked from a list, and what one case of it makes of what was typed once for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case.guards import outcome_of
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import StepStatus
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.domain.form import FieldError
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now

KINDS: Final = ("review", "inspect", "consult", "committee", "decide")
"""Not the check of a request: whether it is complete is seen by reading it. Nor what goes on by itself."""


def listed_steps(definition: ServiceDefinition, roles: Collection[str]) -> list[Step]:
    """The steps that an officer with these roles may work from a list. The head may do all."""
    may_all = Role.HEAD in roles
    return [
        step for step in definition.steps if step.kind in KINDS and (may_all or step.role is None or step.role in roles)
    ]


def is_listed_step(definition: ServiceDefinition, step: str, roles: Collection[str]) -> bool:
    return any(one.id == step for one in listed_steps(definition, roles))


def tried(case_id: UUID, step_id: str, typed: Mapping[str, Any]) -> tuple[FieldError, ...]:
    """What is to be mended in what was typed, found with one case of the list. Raises Refusal for all but findings."""
    row, rules = _of_case(case_id)
    case = cases.domain_case(row)
    findings = _findings(case, rules, step_id, typed["findings"])
    if not findings.errors:
        domain.judge(case, _command(rules.definition.step(step_id), typed, dict(findings.values), ""), rules, now())
    return tuple(findings.errors)


def command_for(case_id: UUID, step_id: str, typed: Mapping[str, Any], name: str) -> c.Command:
    """The command for one case, which names the list it comes from. Raises Refusal where its findings do not fit."""
    row, rules = _of_case(case_id)
    findings = _findings(cases.domain_case(row), rules, step_id, typed["findings"])
    if findings.errors:
        first = findings.errors[0].message
        raise Refusal(
            "findings",
            Text(th=f"สิ่งที่บันทึกใช้กับเรื่องนี้ไม่ได้: {first.th}", en=f"What was recorded does not fit this case: {first.en}"),
        )
    return _command(rules.definition.step(step_id), typed, dict(findings.values), name)


def _of_case(case_id: UUID) -> tuple[Any, Rules]:
    row = cases.case(case_id)
    return row, rules_for(row.version_id, row.agency_id)


def _findings(case: domain.Case, rules: Rules, step_id: str, found: Mapping[str, Any]) -> form.Result:
    """As the case's own version of the service judges them."""
    known = {id: one.findings for id, one in case.steps.items() if one.status is StepStatus.DONE}
    return form.validate_findings(
        rules.definition, rules.definition.step(step_id), found, case.answers,
        today=bangkok_day(now()), settings=rules.settings, steps=known,
    )  # fmt: skip


def _command(step: Step, typed: Mapping[str, Any], findings: dict[str, Any], name: str) -> c.Command:
    words = typed["words"].strip()
    if step.kind == "decide":
        reasons = f"{words}\n(สั่งตาม{name})" if words and name else words
        return c.Decide(step=step.id, outcome=outcome_of(typed["outcome"]), reasons=reasons, findings=findings)
    note = f"{words}\n(ทำตาม{name})".lstrip() if name else words
    return c.Finish(step=step.id, findings=findings, note=note)
