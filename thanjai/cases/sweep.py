"""Finding the cases that the clock must look at."""

from __future__ import annotations

from typing import Final

from thanjai.kernel.sweeping import AGAIN_AFTER, AT_ONCE, BY_INDEX, Sweep, values

__all__ = ["AGAIN_AFTER", "AT_ONCE", "BY_INDEX", "STATEMENT", "sweep", "values"]

_CASES: Final = Sweep("cases_case", "thanjai.cases.jobs.attend", "case_id")
STATEMENT: Final = _CASES.statement


def sweep(most: int = AT_ONCE) -> int:
    """Queue a job for each case whose time has come; how many there were. Two sweeps at once queue each once."""
    return _CASES.once(most)
