"""How often each page of applicants and the public asks the database: exactly, and not more when there is more.

Where tries are limited, counting them is one statement of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.money.test_money import notice_of, take
from tests.web.applicant import FOOD, Applicant, upload, work_off
from tests.web.desk import sit_down
from tests.world import PLACE, World, build, examples
from thanjai.agencies.actions import register_agency
from thanjai.cases import selectors as cases
from thanjai.catalogue.actions import adopt
from thanjai.documents import selectors as documents
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import AgencyKind
from thanjai.kernel.caching import forget
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money.selectors import invoice_of

pytestmark = pytest.mark.django_db
_OF_THE_TEST = ("SAVEPOINT", "RELEASE", "ROLLBACK")
"""Each request is a transaction of its own; inside a test's it is a savepoint."""


@pytest.fixture
def world() -> World:
    return build(FOOD)


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements that the block sends."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [one["sql"] for one in captured if not one["sql"].startswith(_OF_THE_TEST)]


def costs(visit: Callable[[], Any], status: int = 200) -> tuple[int, int]:
    """Statements of a first visit, and of one when what hardly changes is still kept in the process."""
    counts = []
    forget()
    for _ in range(2):
        with asked() as statements:
            answer = visit()
        assert answer.status_code == status
        counts.append(len(statements))
    return counts[0], counts[1]


@pytest.mark.parametrize(
    ("path", "first", "later"),
    [
        ("/", 2, 0),
        ("/services/", 1, 0),
        ("/services/?q=อาหาร", 2, 1),
        ("/suggestions/?q=อาห", 1, 0),
        (f"/services/{FOOD}/", 2, 1),
        (f"/services/{FOOD}/?place=400104", 3, 2),
        ("/agencies/", 1, 1),
        ("/a/khonkaen/", 2, 1),
        (f"/a/khonkaen/{FOOD}/", 5, 0),
        ("/track/", 0, 0),
        ("/verify/", 0, 0),
        ("/privacy/", 0, 0),
    ],
)
def test_finding_a_service(world: World, client: Client, path: str, first: int, later: int) -> None:
    client.get("/services/?q=อาหาร")  # What versions say is read once by each process.
    assert costs(lambda: client.get(path)) == (first, later)


def test_filling_in_the_form(world: World) -> None:
    applicant = Applicant()
    applicant.start()
    assert costs(lambda: applicant.open("who")) == (2, 1)
    assert costs(lambda: applicant.send("who"), 302) == (3, 2)
    assert costs(lambda: applicant.send("who", {}), 422) == (3, 2)
    applicant.fill()
    assert costs(lambda: applicant.open("check")) == (3, 1)
    others = applicant.fields("proxy")
    assert costs(lambda: applicant.send("proxy", {**others, "proxy_authority": upload("a.pdf")}), 302) == (7, 6)


def test_beginning_and_submitting(world: World) -> None:
    """A submission reads the draft and writes everything in one statement; each twentieth takes numbers as well."""
    applicant = Applicant()
    applicant.apply()
    with asked() as statements:
        applicant.start()
    assert [one.split(maxsplit=1)[0] for one in statements] == ["SELECT", "INSERT"]
    applicant.fill()
    with asked() as statements:
        assert applicant.submit().status_code == 302
    kinds = [one.split(maxsplit=1)[0] for one in statements if "cases_serial" not in one]
    assert kinds == ["SELECT", "WITH"]


def test_following_a_case(world: World) -> None:
    applicant = Applicant()
    case_id = applicant.apply()
    assert costs(lambda: applicant.client.get(f"/case/{case_id}/received/")) == (2, 1)
    assert costs(lambda: applicant.client.get(f"/case/{case_id}/")) == (5, 3)
    assert costs(lambda: applicant.client.get(f"/case/{case_id}/version/")) == (1, 1)


def test_tracking_and_checking(world: World, client: Client) -> None:
    _, case = world.submitted()
    assert costs(lambda: client.post("/track/", {"number": case.number, "code": "AAAA-BBBB-CCCC"}), 422) == (2, 2)
    assert costs(lambda: client.get("/v/ABCD-ABCD-ABCD/"), 404) == (2, 2)
    assert costs(lambda: client.get("/verify/?number=1/2569")) == (3, 3)


def test_paying_and_receiving(world: World) -> None:
    applicant = Applicant()
    case_id = applicant.apply()
    with acting_as(world.officer):
        world.until(cases.case(case_id), "pay")
        invoice = invoice_of(case_id)
    assert invoice is not None
    assert costs(lambda: applicant.client.get(f"/case/{case_id}/pay/")) == (3, 2)
    take(notice_of(invoice))
    work_off("issue")
    assert costs(lambda: applicant.client.get(f"/case/{case_id}/")) == (11, 9)
    with acting_as(world.officer):
        code = documents.documents_of(case_id)[0].check_code
    assert costs(lambda: Client().get(f"/v/{code}/")) == (2, 2)


def test_a_long_history_costs_no_more(world: World) -> None:
    applicant = Applicant()
    case_id = applicant.apply()
    before = costs(lambda: applicant.client.get(f"/case/{case_id}/"))
    with acting_as(world.officer):
        case = cases.case(case_id)
    for number in range(30):
        world.do(case, c.AddNote(text=f"บันทึก {number}"))
    assert costs(lambda: applicant.client.get(f"/case/{case_id}/")) == before


def test_many_agencies_cost_no_more(world: World, client: Client) -> None:
    paths = ("/", "/services/", "/services/?q=อาหาร", f"/services/{FOOD}/", f"/a/khonkaen/{FOOD}/", "/a/khonkaen/")
    for path in paths:
        client.get(path)
    before = [costs(lambda path=path: client.get(path)) for path in paths]  # type: ignore[misc]
    with acting_as(PLATFORM):
        for number in range(12):
            agency = register_agency(
                slug=f"town-{number}", code=f"T{number}", kind=AgencyKind.MUNICIPALITY,
                name=PLACE, province=PLACE, address=PLACE,
            )  # fmt: skip
            adopt(agency=agency.id, service=FOOD, settings=examples(FOOD)["settings"])
    assert [costs(lambda path=path: client.get(path)) for path in paths] == before  # type: ignore[misc]
    assert "town-11" in client.get(f"/services/{FOOD}/").content.decode()


def test_the_account_asks_the_same_for_1_and_for_20_cases(world: World, client: Client) -> None:
    with acting_as(PLATFORM):
        person = sit_down(client, world.officer)
    applicant = Applicant(client=person)
    applicant.apply()
    before = costs(lambda: person.get("/account/"))
    for _ in range(19):
        applicant.apply()
    applicant.start()
    assert costs(lambda: person.get("/account/")) == before == (8, 8)
