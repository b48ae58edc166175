"""Which time limits hold for a case: its definition's, and those of the general law where it has none of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import AGAINST, Case
from thanjai.domain.deadline_rules import DeadlineRule, Extension, Milestone, Purpose, Unit
from thanjai.domain.expressions import value_of
from thanjai.domain.text import Text

APPEAL: Final = DeadlineRule(
    id="appeal_general",
    title=Text(th="อุทธรณ์คำสั่งต่อเจ้าหน้าที่ผู้ทำคำสั่ง", en="Appeal to the officer who made the order"),
    purpose=Purpose.APPEAL,
    trigger=Milestone.SERVED,
    amount=15,
    unit=Unit.DAY,
    stops_at=(Milestone.APPEAL_FILED,),
    source=Text(
        th="พระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 44",
        en="Administrative Procedure Act B.E. 2539 section 44",
    ),
)
DECIDE_APPEAL: Final = DeadlineRule(
    id="decide_appeal_general",
    title=Text(th="พิจารณาอุทธรณ์และแจ้งผล", en="Decide the appeal and tell the result"),
    purpose=Purpose.OTHER,
    trigger=Milestone.APPEAL_FILED,
    amount=30,
    unit=Unit.DAY,
    stops_at=(Milestone.APPEAL_DECIDED,),
    extension=Extension(times=1, amount=30, unit=Unit.DAY),
    source=Text(
        th="พระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 45",
        en="Administrative Procedure Act B.E. 2539 section 45",
    ),
)
"""The law of appeals for every order that no special act speaks of."""


def limits_of(case: Case, rules: Rules, names: Mapping[str, Any]) -> list[DeadlineRule]:
    """The time limits that hold for the case as it stands. `names` are what their conditions may use."""
    kept = _OF_AN_ORDER if _is_reversed_refusal(case) else ()
    own = [
        rule
        for rule in rules.definition.deadlines
        if rule.when is None or rule.trigger in kept or value_of(rule.when, names) is True
    ]
    if case.left not in AGAINST and Milestone.APPEAL_FILED not in case.milestones:
        return own
    return own + [general for general in (APPEAL, DECIDE_APPEAL) if not any(_same(general, rule) for rule in own)]


_OF_AN_ORDER: Final = (Milestone.SERVED, Milestone.APPEAL_FILED)


def _is_reversed_refusal(case: Case) -> bool:
    """A refusal that an appeal made an approval: the time that there was to appeal stays what it was."""
    if case.appeal is None or case.appeal.outcome != "reversed":
        return False
    decided = case.milestones.get(Milestone.DECIDED)
    return decided is not None and decided <= case.appeal.filed_at


def appeal_rule(case: Case, rules: Rules, names: Mapping[str, Any]) -> DeadlineRule:
    """How long there is to appeal against an order: by the service's own act, or by the general law."""
    return next((rule for rule in limits_of(case, rules, names) if rule.purpose is Purpose.APPEAL), APPEAL)


def rule_by_id(rules: Rules, id: str) -> DeadlineRule | None:
    """A rule of the definition, or of the general law."""
    return next((rule for rule in (*rules.definition.deadlines, APPEAL, DECIDE_APPEAL) if rule.id == id), None)


def _same(general: DeadlineRule, own: DeadlineRule) -> bool:
    return general.trigger is own.trigger and general.purpose is own.purpose
