"""What the tests of the API share: a world, a way to ask, and a licence that was issued."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.money.test_money import notice_of, take
from tests.web.applicant import FOOD, Applicant, work_off
from tests.web.conftest import _plain_addresses_of_assets  # noqa: F401 - a fixture
from tests.world import PLACE, World, build, examples
from thanjai.agencies.actions import register_agency
from thanjai.cases import drafts, selectors
from thanjai.catalogue.actions import adopt
from thanjai.documents import selectors as documents
from thanjai.documents.models import Document
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money.selectors import invoice_of

ROOT = "/api/v1/"
ADDRESSES = (
    "agencies", "agencies/khonkaen", "agencies/khonkaen/calendar", "services", f"agencies/khonkaen/services/{FOOD}",
    "openapi.json",
)  # fmt: skip
Post = Callable[..., Any]


def get(place: str, **headers: str) -> Any:
    """As somebody without anything to show."""
    return Client().get(ROOT + place, headers={name.replace("_", "-"): value for name, value in headers.items()})


def send(place: str, body: Any, language: str = "en", **more: Any) -> Any:
    return Client(**more).post(
        ROOT + place, body, content_type="application/json", headers={"Accept-Language": language}
    )


def data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content.decode()
    kind = "application/json; charset=utf-8" if status == 200 else "application/problem+json"
    assert answer["Content-Type"] == kind
    return answer.json()


@pytest.fixture
def world(db: None) -> World:
    return build(FOOD)


@pytest.fixture
def receipt(world: World) -> dict[str, str]:
    """The number and the code of a case, as an applicant holds them."""
    return receipt_of(world.submitted()[1])


def receipt_of(case: Any) -> dict[str, str]:
    with acting_as(PLATFORM):
        return {"number": case.number, "code": drafts.code_of(selectors.case(case.id))}


@pytest.fixture
def document(world: World) -> Document:
    """A licence that was applied for, paid for and issued."""
    case_id = Applicant().apply()
    with acting_as(world.officer):
        world.until(selectors.case(case_id), "pay")
        invoice = invoice_of(case_id)
    assert invoice is not None
    take(notice_of(invoice))
    assert "issue" in work_off("issue")
    with acting_as(world.officer):
        (found,) = documents.documents_of(case_id)
    return found


def more_agencies(count: int) -> None:
    chiang_mai = Text(th="เชียงใหม่", en="Chiang Mai")
    with acting_as(PLATFORM):
        for number in range(count):
            row = register_agency(
                slug=f"place-{number:03}", code=f"P{number:03}", kind=AgencyKind.SAO, address=PLACE,
                name=Text(th=f"ตำบล {number}", en=f"Place {number}"), province=chiang_mai,
            )  # fmt: skip
            adopt(agency=row.id, service=FOOD, settings=examples(FOOD)["settings"])
    forget()
