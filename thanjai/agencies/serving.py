"""How people serve in an agency today: in their own position, and by orders in others."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from thanjai.agencies.models import ActingOrder, Membership
from thanjai.domain.buddhist import day_in_words
from thanjai.domain.serving import Acting, Form
from thanjai.domain.text import Text
from thanjai.kernel.clock import today

_FACTS = ("form", "position_th", "position_en", "roles", "first", "last", "order_number", "order_date")


def with_acting(found: QuerySet[Membership]) -> list[Membership]:
    """The memberships, each with the orders by which its person serves in other positions today; in one statement."""
    day = today()
    orders = ActingOrder.objects.filter(
        agency_id=OuterRef("agency_id"), person_id=OuterRef("person_id"), ended_at__isnull=True,
        first__lte=day, last__gte=day,
    )  # fmt: skip
    facts = orders.order_by("made_at").values(facts=JSONObject(**{name: name for name in _FACTS}))
    members: list[Membership] = []
    for member in found.annotate(orders=ArraySubquery(facts)):
        member.acting = tuple(_from_json(one) for one in member.orders)
        members.append(member)
    return members


def _from_json(facts: dict[str, object]) -> Acting:
    days = {name: date.fromisoformat(str(facts[name])) for name in ("first", "last", "order_date")}
    return _acting({**facts, **days})


def acting_of(row: ActingOrder) -> Acting:
    """The order as rules and papers speak of it."""
    return _acting({name: getattr(row, name) for name in _FACTS})


def _acting(facts: dict[str, object]) -> Acting:
    roles, signed_on = facts["roles"], facts["order_date"]
    assert isinstance(roles, list) and isinstance(signed_on, date)
    return Acting(
        form=Form(str(facts["form"])),
        position=Text(th=str(facts["position_th"]), en=str(facts["position_en"])),
        roles=frozenset(roles),
        first=facts["first"],  # type: ignore[arg-type]
        last=facts["last"],  # type: ignore[arg-type]
        order=f"{facts['order_number']} ({day_in_words(signed_on).th})",
    )
