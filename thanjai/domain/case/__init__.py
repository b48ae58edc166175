"""The case: one request under one version of one definition at one agency.

`decide(case, command, rules, now)` turns a command into events or refuses;
`evolve(case, event)` is what an event does to a case. Nothing else changes a case.
"""

from thanjai.domain.case.decide import decide, judge
from thanjai.domain.case.evolve import evolve, replay
from thanjai.domain.case.state import Case, Status, StepStatus

__all__ = ["Case", "Status", "StepStatus", "decide", "evolve", "judge", "replay"]
