"""What money does when something has happened below it."""

from __future__ import annotations

from thanjai.catalogue.events import Arranging
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.events import subscribe
from thanjai.money.billers import funds_of


@subscribe(Arranging)
def refuse_an_unknown_fund(arranging: Arranging) -> None:
    """The fees of a service go to a fund that the agency has; chosen from those, never typed."""
    fund = arranging.arrangement.fund
    own = {fee.fund for fee in arranging.definition.fees}
    if fund and fund not in own and fund not in funds_of(arranging.agency_id):
        raise Refusal(
            "no_such_fund",
            Text(th="เลือกกองทุนจากรายการ", en="Choose a fund from the list."),
            field="fund",
        )
