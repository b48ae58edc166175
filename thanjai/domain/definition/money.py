"""What a service costs, as data. Amounts in the definition are whole or decimal baht; the engine works in satang."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Option

from thanjai.domain.biller import FUND
from thanjai.domain.definition.base import Expression, Id, Part
from thanjai.domain.text import Text

Baht = Annotated[Decimal, Option(ge=0, le=1_000_000_000, decimal_places=2)]


class TableRow(Part):
    """A line of a schedule; also one option of a closed question."""

    value: Annotated[str, Option(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
    label: Text
    group: Text | None = None
    baht: Baht | None = None
    units: Expression | None = None
    """How many times the amount is due, for a line that says "for each …"; left out, once."""


class Table(Part):
    id: Id
    title: Text
    rows: tuple[TableRow, ...]


class NoFee(Part):
    """Stated plainly: there is nothing to pay."""

    kind: Literal["none"]


class FixedFee(Part):
    kind: Literal["fixed"]
    baht: Baht


class SettingFee(Part):
    """The agency sets it, within the ceiling of the law."""

    kind: Literal["setting"]
    setting: Id


class Band(Part):
    """Applies while the measure is not above `up_to`; the last band has none."""

    up_to: float | None = None
    baht: Baht | None = None
    setting: Id | None = None


class BandsFee(Part):
    kind: Literal["bands"]
    measure: Expression
    bands: tuple[Band, ...]


class TableFee(Part):
    """Lines of a schedule, chosen by the answers and combined as the by-law says."""

    kind: Literal["table"]
    table: Id
    keys: Expression
    """Gives the chosen row value, or a list of them."""
    combine: Literal["sum", "dearest", "dearest_full_others_percent"] = "sum"
    others_percent: Annotated[int, Option(ge=0, le=100)] = 100


class PerUnitFee(Part):
    kind: Literal["per_unit"]
    units: Expression
    baht: Baht | None = None
    setting: Id | None = None


class PercentFee(Part):
    kind: Literal["percent"]
    of_satang: Expression
    percent: Annotated[Decimal, Option(ge=0, le=100)]


FeeRule = Annotated[
    NoFee | FixedFee | SettingFee | BandsFee | TableFee | PerUnitFee | PercentFee,
    Option(discriminator="kind"),
]


class LateSurcharge(Part):
    """An addition to a fee not paid in time, such as 20 per cent (Public Health Act s.65)."""

    percent: Annotated[Decimal, Option(ge=0, le=100)]
    source: Text


class Fee(Part):
    id: Id
    title: Text
    rule: FeeRule
    when: Expression | None = None
    minimum_baht: Baht | None = None
    ceiling_baht: Baht | None = None
    """The most the law lets an agency ask."""
    late: LateSurcharge | None = None
    fund: Annotated[str, Option(pattern=r"^[a-z0-9_-]{1,40}$")] = FUND
    """To whose money it belongs. An agency may have a bank account for each."""
    source: Text | None = None
    note: Text | None = None
