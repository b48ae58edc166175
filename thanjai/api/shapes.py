"""What several operations say in the same way."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.deadlines import Duration as Period
from thanjai.domain.deadlines import Unit
from thanjai.domain.text import Text

MOST_ROWS: Final = 100
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _as_day(typed: object) -> object:
    """Raises for what is not written as a day."""
    if isinstance(typed, str) and not _DAY.fullmatch(typed):
        raise PydanticCustomError("date_parsing", "not a day")
    return typed


IsoDay = Annotated[date, BeforeValidator(_as_day)]
"""A day that is asked for: written as ISO 8601 has it, and not as a number of seconds."""
Utc = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Moment = Annotated[Utc, Field(examples=["2026-11-20T03:00:00Z"])]
"""A moment, in UTC."""
Slug = Annotated[str, Field(description="The agency's place in addresses.", examples=["khonkaen"])]
Satang = Annotated[int, Field(description="An amount in satang: 100 are one baht.", examples=[50000])]
Typed = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$")]
"""What somebody typed: something, and no control characters."""
Searched = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=200)]
"""Words to find something by, or none."""
SLUG: Final = r"^[-a-zA-Z0-9_]+$"


class AgencyName(BaseModel):
    """An agency, and where to find more of it."""

    slug: Slug
    name: Text


class Duration(BaseModel):
    """How long something takes at most."""

    amount: int = Field(description="How many of the unit.", examples=[7])
    unit: Unit = Field(description="What is counted.", examples=["working_day"])
    words: Text = Field(description="The same for people.")


class Paged(BaseModel):
    """Which part of a list."""

    after: str = Field(
        "",
        description="`next` of the page before; left out, the list begins.",
        max_length=130,
        pattern=r"^[-a-zA-Z0-9_~]*$",
    )
    limit: int = Field(50, description="How many at most.", ge=1, le=MOST_ROWS)


def name_of(agency: Any) -> Text:
    return Text(th=agency.name_th, en=agency.name_en)


def agency_name(agency: Any) -> AgencyName:
    return AgencyName(slug=agency.slug, name=name_of(agency))


def duration(period: Period) -> Duration:
    return Duration(amount=period.amount, unit=period.unit, words=period.in_words())


def day_of(moment: datetime | None) -> date | None:
    """The day in Bangkok."""
    return bangkok_day(moment) if moment else None
