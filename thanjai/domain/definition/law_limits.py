"""What Acts say about time limits, as data: how long at most or at least, and how far they may be lengthened.

A rule is measured by an Act when its `source` names it with the section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from thanjai.domain.deadline_rules import DeadlineRule, Duration, Extension, Purpose, Unit


@dataclass(frozen=True, slots=True)
class LawLimit:
    act: str
    """Words of its Thai name."""
    section: int
    purpose: Purpose
    source: str
    most: Duration | None = None
    least: Duration | None = None
    extension: Extension | None = None
    """The most that it allows; left out, none."""


def _days(amount: int, unit: Unit = Unit.DAY) -> Duration:
    return Duration(amount=amount, unit=unit)


def _times(times: int, amount: int) -> Extension:
    return Extension(times=times, amount=amount, unit=Unit.DAY)


LIMITS: Final = (
    LawLimit("การสาธารณสุข", 56, Purpose.DECIDE, "Public Health Act B.E. 2535, section 56", _days(30), None, _times(2, 15)),
    LawLimit(
        "การสาธารณสุข", 48, Purpose.CERTIFICATE, "Public Health Act B.E. 2535, section 48", _days(7, Unit.WORKING_DAY)
    ),
    LawLimit("การสาธารณสุข", 66, Purpose.APPEAL, "Public Health Act B.E. 2535, section 66", None, _days(30)),
    LawLimit("ควบคุมอาคาร", 25, Purpose.DECIDE, "Building Control Act B.E. 2522, section 25", _days(45), None, _times(2, 45)),
    LawLimit("ควบคุมอาคาร", 52, Purpose.APPEAL, "Building Control Act B.E. 2522, section 52", None, _days(30)),
    LawLimit(
        "วิธีปฏิบัติราชการทางปกครอง", 45, Purpose.OTHER, "Administrative Procedure Act B.E. 2539, section 45",
        _days(30), None, _times(1, 30),
    ),
    LawLimit("อำนวยความสะดวก", 10, Purpose.TELL, "Licensing Facilitation Act B.E. 2558, section 10", _days(7)),
    LawLimit(
        "คุ้มครองข้อมูลส่วนบุคคล", 30, Purpose.DECIDE, "Personal Data Protection Act B.E. 2562, section 30", _days(30)
    ),
)  # fmt: skip

_EVERY_ACT: Final = (
    LawLimit(
        "", 0, Purpose.APPEAL, "Administrative Procedure Act B.E. 2539, section 44", None, _days(15)
    ),
    LawLimit("", 0, Purpose.TELL, "Licensing Facilitation Act B.E. 2558, section 10", _days(7)),
)  # fmt: skip
"""Where no Act of its own says otherwise."""


def limit_of(rule: DeadlineRule) -> LawLimit | None:
    """The Act that a rule names as its source, or the general one for its purpose."""
    words = rule.source.th
    for limit in LIMITS:
        if (
            limit.purpose is rule.purpose
            and limit.act in words
            and re.search(rf"(?<!\d){re.escape(str(limit.section))}(?!\d)", words)
        ):
            return limit
    return next((limit for limit in _EVERY_ACT if limit.purpose is rule.purpose), None)
