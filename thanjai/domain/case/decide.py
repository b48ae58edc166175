"""What a command leads to: events, or a refusal that says why not and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from thanjai.domain.case import commands as c
from thanjai.domain.case import judge_data, judge_messages, judge_request, judge_time, judge_work
from thanjai.domain.case.advance import advance
from thanjai.domain.case.evolve import evolve
from thanjai.domain.case.guards import Judge, Verdict, must_be_open
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Case
from thanjai.domain.refusals import Refusal

_JUDGES: Final[Mapping[type, Judge]] = {
    **judge_request.JUDGES,
    **judge_work.JUDGES,
    **judge_time.JUDGES,
    **judge_data.JUDGES,
    **judge_messages.JUDGES,
}
_ALSO_AFTER_THE_END: Final = (
    c.Submit, c.AddNote, c.RecordTold, c.RecordServed, c.AcknowledgeDefects, c.GiveOpinion, c.FileAppeal, c.DecideAppeal,
    c.Extend, c.NoteDatesMoved, c.Erase, c.WriteToOfficer, c.WriteToApplicant, c.PutMessagesAside,
)  # fmt: skip


def decide(case: Case, command: c.Command, rules: Rules, now: datetime) -> Verdict:
    """The events of `command` and all that follows by itself, in order.

    Raises Refusal when the case does not allow the command now; then nothing happens.
    """
    events = judge(case, command, rules, now)
    for event in events:
        case = evolve(case, event, now)
    return events + advance(case, rules, now)


def judge(case: Case, command: c.Command, rules: Rules, now: datetime) -> Verdict:
    """The events of `command` itself, without what follows. Raises Refusal.

    A page asks this beforehand, so that it offers only what can be done.
    """
    if case.erased and not isinstance(command, c.Erase):
        raise Refusal("case_erased", judge_data.GONE)
    if not isinstance(command, _ALSO_AFTER_THE_END):
        must_be_open(case)
    return _JUDGES[type(command)](case, command, rules, now)
