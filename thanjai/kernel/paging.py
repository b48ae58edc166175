"""Long lists page by page: a page goes on from the place of the last row seen, and nothing is ever counted."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
Place = tuple[datetime | None, UUID]
"""Where a row stands in its list: what it is sorted by, and its id."""


def newest_first(found: QuerySet[Row], column: str, after: Place | None) -> QuerySet[Row]:
    """Rows by a column of moments, newest first; those after a place in that order."""
    if after is not None and after[0] is not None:
        at, id = after
        # The plain bound is what the index is entered by: behind OR it would be read from its beginning.
        found = found.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at}, id__lt=id), **{f"{column}__lte": at})
    return found.order_by(f"-{column}", "-id")


def oldest_first(found: QuerySet[Row], column: str, after: Place | None) -> QuerySet[Row]:
    """Rows by a column of moments, oldest first; those after a place in that order."""
    if after is not None and after[0] is not None:
        at, id = after
        found = found.filter(Q(**{f"{column}__gt": at}) | Q(**{column: at}, id__gt=id), **{f"{column}__gte": at})
    return found.order_by(column, "id")


def soonest_first(found: QuerySet[Row], column: str, after: Place | None) -> QuerySet[Row]:
    """Rows by a column of moments, soonest first and those without one last; those after a place in that order."""
    if after is not None:
        at, id = after
        none = Q(**{f"{column}__isnull": True})
        if at is None:
            found = found.filter(none, id__gt=id)
        else:
            found = found.filter(Q(**{f"{column}__gt": at}) | none | Q(**{column: at}, id__gt=id))
    return found.order_by(column, "id")


def write_place(at: datetime | None, id: UUID) -> str:
    """A place in a list as an address carries it."""
    return f"{at.isoformat() if at else ''},{id}"


def read_place(text: str) -> Place | None:
    """The place from an address; None for nonsense, which shows the first page."""
    at, _comma, id = text.partition(",")
    try:
        place = (datetime.fromisoformat(at) if at else None), UUID(id)
    except ValueError:
        return None
    return None if place[0] is not None and place[0].tzinfo is None else place
