"""Days that people type: day, month and year, of the Buddhist Era or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from thanjai.domain.buddhist import BUDDHIST_OFFSET
from thanjai.domain.form.plain_values import day as clean_day
from thanjai.domain.form.result import Unfit
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.templating import speech

PARTS: Final = ("day", "month", "year")


def read_day(values: Mapping[str, str], name: str) -> date:
    """The day typed into the inputs `<name>.day`, `.month` and `.year`. Raises Refusal on the part to mend."""
    try:
        return date.fromisoformat(clean_day({part: values.get(f"{name}.{part}", "").strip() for part in PARTS}))
    except Unfit as unfit:
        remedy = unfit.faults[0].remedy
        said = Text(th=remedy.th, en=f"{remedy.en[:1].upper()}{remedy.en[1:]}.")
        raise Refusal("date", said, field=f"{name}.day") from None


def is_blank(values: Mapping[str, str], name: str) -> bool:
    """Whether nothing was typed into the inputs of a day."""
    return not any(values.get(f"{name}.{part}", "").strip() for part in PARTS)


def typed_day(day: date | None, name: str) -> dict[str, str]:
    """What the inputs of a day show for one that is known, in the era of the page's language."""
    if day is None:
        return {}
    year = day.year if speech().language == "en" else day.year + BUDDHIST_OFFSET
    return {f"{name}.day": str(day.day), f"{name}.month": str(day.month), f"{name}.year": str(year)}


class DayInAddress:
    """A day as it stands in an address: 2026-11-20. What is none leads nowhere."""

    regex = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
