"""The public register of licences."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Final, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from thanjai.agencies import selectors as agencies
from thanjai.api.checking import DocumentLine, Standing
from thanjai.api.shapes import AgencyName, Typed, day_of
from thanjai.documents import register
from thanjai.documents.register import Listed
from thanjai.domain.text import Text
from thanjai.kernel.limits import REGISTER, limited

router = Router(tags=["documents"])
_BETWEEN: Final = "~"


class RegisterAsked(BaseModel):
    search: Typed = Field(
        description="A number, or words of a name or a place; the beginning of each, of two letters or more, is enough, and all must fit.",
        max_length=100,
        examples=["FL-KKC"],
    )
    agency: str = Field("", description="Only what this agency issued, by its slug.", max_length=60,
                        pattern=r"^[-a-zA-Z0-9_]*$", examples=["khonkaen"])  # fmt: skip
    after: str = Field("", description="`next` of the page before; left out, the list begins.", max_length=260,
                       pattern=r"^[-a-zA-Z0-9_~=]*$")  # fmt: skip
    limit: int = Field(20, description="How many at most.", ge=1, le=100)


class ListedPaper(BaseModel):
    """What anybody may know of a licence."""

    number: str = Field(examples=["FL-KKC-2569-00012"])
    title: Text
    agency: AgencyName
    holder: str
    lines: list[DocumentLine]
    issued_on: date | None
    valid_until: date | None = Field(description="The last day; null: no end.")
    status: Standing = Field(description="How it stands now.")


class RegisterPage(BaseModel):
    """A part of what was found."""

    items: list[ListedPaper]
    next: str | None = Field(description="For `after`, where the list goes on; null at its end.")


@router.get("register", response=RegisterPage, url_name="api_register", operation_id="search_register",
            summary="Search the register of licences")  # fmt: skip
@limited(REGISTER)
def search_register(request: HttpRequest, asked: Query[RegisterAsked]) -> RegisterPage:
    """Licences that services list in public, and how they stand now. For a whole register there is open data, by agency and by kind."""
    agency = next((one.id for one in agencies.all_agencies() if one.slug == asked.agency), None)
    is_known = agency is not None or not asked.agency
    found = (
        register.search(asked.search, agency=agency, after=_place(asked.after), most=asked.limit) if is_known else []
    )
    following = _written(found[-1]) if len(found) == asked.limit else None
    return RegisterPage(items=[_paper(one) for one in found], next=following)


def _paper(one: Listed) -> ListedPaper:
    return ListedPaper(
        number=one.number,
        title=one.title,
        agency=AgencyName(slug=one.agency_slug, name=one.agency),
        holder=one.holder,
        lines=[DocumentLine(label=Text(**line["label"]), value=Text(**line["value"])) for line in one.lines],
        issued_on=day_of(one.issued_at),
        valid_until=one.valid_until,
        status=cast(Standing, one.status),
    )


def _written(one: Listed) -> str:
    return f"{urlsafe_b64encode(one.word.encode()).decode()}{_BETWEEN}{one.id}"


def _place(after: str) -> register.Place | None:
    """Where to go on; None for nonsense, which begins anew."""
    word, _, id = after.partition(_BETWEEN)
    try:
        return (urlsafe_b64decode(word).decode(), UUID(id)) if word else None
    except ValueError:
        return None
