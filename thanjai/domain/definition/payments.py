"""What an agency pays to people month by month: to whom, how much by age, until when, by which law."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field as Option
from pydantic import StringConstraints, field_validator

from thanjai.domain.definition.base import Expression, Id, PackId, Part
from thanjai.domain.definition.money import Baht
from thanjai.domain.text import Text

YearMonth = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class AgeBand(Part):
    """From `age` on, so much a month. What does not depend on age has one band, from 0."""

    age: Annotated[int, Option(ge=0, le=150)]
    baht: Annotated[Baht, Option(gt=0)]


class Rates(Part):
    """The amounts of the months from `since` on, by the source that sets them."""

    since: YearMonth
    bands: tuple[AgeBand, ...]
    source: Text

    @field_validator("bands")
    @classmethod
    def _ages_rise(cls, bands: tuple[AgeBand, ...]) -> tuple[AgeBand, ...]:
        if not bands or any(one.age >= next.age for one, next in pairwise(bands)):
            raise ValueError("name at least one band, ages rising")
        return bands


class PayeeOf(Part):
    """What a case says of the one who is paid, worked out when it enters them. An account left out: paid in cash."""

    national_id: Expression
    name: Expression
    birth: Expression
    pay_from: Expression | None = None
    """The day from which on is paid; left out, the month after the line was entered."""
    bank: Expression | None = None
    """Its name, or its three digits"""
    account: Expression | None = None
    account_name: Expression | None = None
    email: Expression | None = None


class Payment(Part):
    """Money for people each month. `id` names it over all agencies: nobody is paid the same twice for a month."""

    id: PackId
    title: Text
    who: Text
    conditions: tuple[Text, ...] = ()
    source: Text
    """The law that gives it"""
    every: Literal["month"] = "month"
    rates: tuple[Rates, ...]
    pay_by_day: Annotated[int, Option(ge=1, le=28)]
    """The last day of the month on which it may be paid; an agency may choose an earlier one"""
    posting_days: Annotated[int, Option(ge=0, le=90)] = 0
    """How long somebody who seems to lack a qualification is posted before they are taken off"""
    kept_years: Annotated[int, Option(ge=1, le=30)]
    """How long after the last payment the law on bookkeeping asks for a payee's particulars"""
    kept_source: Text
    register_entry: Id
    """Who is entered there by a case is paid"""
    paper: Id | None = None
    """While this paper of the case holds; left out, until something else ends the right"""
    payee: PayeeOf

    @field_validator("rates")
    @classmethod
    def _later_last(cls, rates: tuple[Rates, ...]) -> tuple[Rates, ...]:
        if not rates or any(one.since >= next.since for one, next in pairwise(rates)):
            raise ValueError("name at least one table of rates, the latest last")
        return rates
