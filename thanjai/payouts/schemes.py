"""What an agency pays to people: as services that it has taken on say, out of an account of its own, on a day of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thanjai.catalogue.selectors import adopted_by, definition_of
from thanjai.domain.definition.payments import Payment
from thanjai.domain.payroll import Band, Month
from thanjai.domain.payroll import Scheme as Figures
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.payouts.models import Scheme


@dataclass(frozen=True)
class Given:
    """A payment as the current version of a service gives it."""

    service_id: str
    version_id: UUID
    payment: Payment

    def figures(self) -> dict[str, Any]:
        """What a scheme takes over of it."""
        one = self.payment
        return {
            "title": one.title.model_dump(), "source": one.source.model_dump(), "rates": _in_satang(one),
            "pay_by_day": one.pay_by_day, "posting_days": one.posting_days, "kept_years": one.kept_years,
            "service_id": self.service_id, "version_id": self.version_id,
        }  # fmt: skip


def _in_satang(payment: Payment) -> list[dict[str, Any]]:
    return [
        {"since": rates.since, "bands": [{"age": band.age, "satang": int(band.baht * 100)} for band in rates.bands]}
        for rates in payment.rates
    ]


def given_to(agency_id: UUID) -> dict[str, Given]:
    """The payments of the services that an agency has taken on, by their ids."""
    return {
        one.id: Given(offer.definition.id, offer.version_id, one)
        for offer in adopted_by(agency_id)
        for one in offer.definition.payments
    }


def payment_of(scheme: Scheme) -> Payment | None:
    """The payment of the version that a scheme's figures are of; None for figures older than services' payments."""
    if scheme.version_id is None:
        return None
    return next((one for one in definition_of(scheme.version_id).payments if one.id == scheme.purpose), None)


def figures_of(scheme: Scheme, month: Month) -> Figures:
    """Those that hold for a month. Raises Refusal for a month before the first, or a table that is none."""
    held = [one for one in _by_month(scheme.rates) if one["since"] <= f"{month.year:04d}-{month.month:02d}"]
    if not held:
        words = Text(th="เดือนนี้ยังไม่มีอัตรา เลือกเดือนอื่น", en="There are no rates for this month yet: choose another.")
        raise Refusal("no_rates", words, field="month")
    bands = tuple(Band(int(one["age"]), int(one["satang"])) for one in held[-1]["bands"])
    return Figures(bands, scheme.pay_day or scheme.pay_by_day, scheme.posting_days)


def _by_month(rates: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rates, key=lambda one: str(one["since"]))


def bring_up_to_date(scheme: Scheme) -> None:
    """Take over what the current version of its service says; what was set by the agency stays."""
    given = given_to(scheme.agency_id).get(scheme.purpose)
    if given is None or given.version_id == scheme.version_id:
        return
    for name, value in given.figures().items():
        setattr(scheme, name, value)
    if scheme.pay_day is not None:
        scheme.pay_day = min(scheme.pay_day, scheme.pay_by_day)
    scheme.save()


def scheme_at(agency_id: UUID, id: UUID) -> Scheme:
    """What is paid each month. Raises Refusal."""
    found = Scheme.objects.filter(pk=id, agency_id=agency_id).first()
    if found is None or found.is_refunds:
        raise Refusal("no_such_page", Text(th="ไม่พบประเภทการจ่ายเงินนี้", en="There is no such payment here."))
    return found
