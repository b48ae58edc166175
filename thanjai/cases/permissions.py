"""Who may do what to a case. Row-level security has already hidden the cases one may not see."""

from __future__ import annotations

from collections.abc import Collection

from thanjai.agencies.selectors import serving_as
from thanjai.cases import acting_for, apart, capacity
from thanjai.cases.capacity import Under
from thanjai.cases.models import Case
from thanjai.catalogue.selectors import definition_of
from thanjai.domain import case as domain
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, Kind

APPLICANTS = (c.Correct, c.Withdraw, c.AcknowledgeDefects, c.FileAppeal, c.WriteToOfficer)
PLATFORMS = (
    c.ConfirmPayment, c.ConfirmDocument, c.GiveUpDocument, c.RecordTold, c.RecordServed, c.NotifyDelay, c.Return, c.NoteDatesMoved,
    c.GiveOpinion, c.Erase,
)  # fmt: skip
ANY_OFFICER = (
    c.AddNote, c.Assign, c.RecordTold, c.RecordServed, c.AskOpinion, c.GiveDelayReason, c.WriteToApplicant, c.PutMessagesAside,
)  # fmt: skip
AT_THE_COUNTER = (c.AcknowledgeDefects, c.FileAppeal)
"""What an officer may enter for an applicant who brings it on paper."""
HEADS = (c.DecideAppeal, c.SetRuleAside)


def is_heads(command: c.Command) -> bool:
    """What only the head of the agency may do: a further demand for documents is one."""
    return isinstance(command, HEADS) or (isinstance(command, c.RecordDefects) and bool(command.exception.strip()))


def check(actor: Actor, row: Case, case: domain.Case, command: c.Command) -> Under | None:
    """In whose place this actor gives this command; None for their own. Raises Refusal when they may not give it."""
    if actor.kind in (Kind.PERSON, Kind.BEARER) and isinstance(command, APPLICANTS):
        under = capacity.of_applicant(actor, row)
        if isinstance(command, c.Withdraw):
            acting_for.must_be_agreed(actor, row, acting_for.WITHDRAW)
        return under
    if actor.kind is Kind.WORKER and isinstance(command, PLATFORMS):
        return None
    member = serving_as(actor) if actor.agency == row.agency_id else None
    if member is not None and suffices(member.roles, row, command):
        apart.check(actor, row, command)
        return capacity.of_officer(member, _needed(row, command))
    raise Refusal(
        "not_allowed",
        Text(
            th="ท่านไม่มีสิทธิทำรายการนี้ หากจำเป็นโปรดติดต่อหัวหน้างานของเรื่องนี้",
            en="You may not do this. If you need to, ask the head of the unit in charge.",
        ),
    )


def _needed(row: Case, command: c.Command) -> str | None:
    """The role that a command takes; None where any officer may give it."""
    if isinstance(command, ANY_OFFICER + AT_THE_COUNTER):
        return None
    return Role.HEAD if is_heads(command) else role_needed(row, command)


def suffices(roles: Collection[str], row: Case, command: c.Command) -> bool:
    """Whether an officer of the case's agency with these roles may give this command. The head may do all."""
    if isinstance(command, ANY_OFFICER + AT_THE_COUNTER):
        return True
    if isinstance(command, APPLICANTS):
        return False
    if is_heads(command):
        return Role.HEAD in roles
    needed = role_needed(row, command)
    return needed is None or needed in roles or Role.HEAD in roles


def role_needed(row: Case, command: c.Command) -> Role | None:
    """The role of the step the command works on; for a command of no step, the approver's."""
    step_id = getattr(command, "step", None)
    definition = definition_of(row.version_id)
    if step_id is None:
        checks = [step for step in definition.steps if step.kind == "check"]
        return checks[0].role if isinstance(command, c.Return) and checks else Role.APPROVER
    step = next((step for step in definition.steps if step.id == step_id), None)
    return step.role if step else None
