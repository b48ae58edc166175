"""An agency is named by typing: its whole name, a part, or the few that are called alike to choose from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import override
from lxml.html import fromstring

from thanjai.agencies.actions import register_agency
from thanjai.agencies.naming import MOST, agencies_called
from thanjai.domain.areas import full_name, province_called
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as
from thanjai.web.naming import named_agency

pytestmark = pytest.mark.django_db
BAN_MAI = Text(th="องค์การบริหารส่วนตำบลบ้านใหม่", en="Ban Mai Subdistrict Administration")
BAN_NOK = Text(th="องค์การบริหารส่วนตำบลบ้านนก", en="Ban Nok Subdistrict Administration")


@pytest.fixture(autouse=True)
def thai() -> Iterator[None]:
    """Whatever language another test's page was in."""
    with override("th"):
        yield


@pytest.fixture(autouse=True)
def agencies() -> None:
    nonthaburi, tak = Text(th="นนทบุรี", en="Nonthaburi"), Text(th="ตาก", en="Tak")
    every = (("ban-mai-nonthaburi", BAN_MAI, nonthaburi), ("ban-mai-tak", BAN_MAI, tak), ("ban-nok", BAN_NOK, tak))
    with acting_as(PLATFORM), transaction.atomic():
        for number, (slug, name, where) in enumerate(every):
            register_agency(
                slug=slug, code=f"BM{number}", kind=AgencyKind.SAO, name=name, province=where, address=where
            )


def slugs(text: str) -> list[str]:
    with acting_as(PUBLIC), transaction.atomic():
        return [one.slug for one in agencies_called(text)]


def test_the_text_of_one_agency_means_it() -> None:
    assert slugs("ban-nok") == slugs(BAN_NOK.th) == slugs("  ban nok  subdistrict administration ") == ["ban-nok"]
    assert slugs(f"{BAN_MAI.th} · ตาก") == slugs(f"{BAN_MAI.en} · tak") == ["ban-mai-tak"]
    assert slugs("บ้านนก") == ["ban-nok"]
    assert slugs("") == slugs("บ้านเก่า") == []


def test_those_that_are_called_alike_are_to_be_chosen_from() -> None:
    with acting_as(PUBLIC), transaction.atomic():
        named = named_agency({"agency": BAN_MAI.th})
        chosen = named_agency({"agency": BAN_MAI.th, "agency_one": "ban-mai-tak"})
    assert named.is_open and {slug for slug, _ in named.choices} == {"ban-mai-nonthaburi", "ban-mai-tak"}
    with pytest.raises(Refusal) as refused:
        named.settled("agency")
    assert refused.value.field == "agency"
    assert chosen.settled("agency") == "ban-mai-tak" and chosen.typed == f"{BAN_MAI.th} · ตาก"
    assert named_agency({}).settled("agency") == ""


def test_the_register_asks_which_and_keeps_what_was_typed(client: Client) -> None:
    page = client.get("/register/", {"q": "ร้าน", "agency": "บ้านใหม่"}).content.decode()
    assert 'value="บ้านใหม่"' in page and 'value="ร้าน"' in page and "หมายถึงหน่วยงานใด" in page
    assert page.count('name="agency_one"') == 2
    page = client.get("/register/", {"agency": "บ้านใหม่", "agency_one": "ban-mai-tak"}).content.decode()
    assert f'value="{BAN_MAI.th} · ตาก"' in page and 'type="radio"' not in page


def test_names_are_suggested_while_one_types(client: Client) -> None:
    assert client.get("/agencies/names/", {"q": "บ้านนก"}).json() == {"found": [{"title": f"{BAN_NOK.th} · ตาก"}]}
    assert len(client.get("/en/agencies/names/", {"q": "ban"}).json()["found"]) == 3
    assert client.get("/agencies/names/").json() == {"found": []}


def another(number: int, areas: list[str], slug: str = "ban-mai-tak") -> None:
    """One more agency called like those in Tak."""
    tak = Text(th="ตาก", en="Tak")
    with acting_as(PLATFORM), transaction.atomic():
        register_agency(
            slug=f"{slug}-{number}", code=f"BN{number}", kind=AgencyKind.SAO, name=BAN_MAI, province=tak, address=tak,
            areas=areas,
        )  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["บ้านใหม่ ตาก", "บ้านใหม่ จังหวัดตาก", "บ้านใหม่ จ.ตาก", "บ้านใหม่ จ. ตาก", "บ้านใหม่ · จังหวัดตาก", "ban mai tak", "Ban Mai, Tak Province"],
)  # fmt: skip
def test_the_last_words_may_be_the_province(typed: str) -> None:
    assert slugs(typed) == ["ban-mai-tak"]


def test_provinces_of_several_words_are_known_and_what_is_no_province_finds_nothing() -> None:
    for words in ("Nakhon Si Thammarat", "nakhonsithammarat", "นครศรีธรรมราช", "จ.นครศรีธรรมราช", "นครศรีฯ"):
        assert province_called(words) == "80"
    assert province_called("กทม.") == province_called("กรุงเทพฯ") == province_called("Bangkok") == "10"
    assert province_called("บ้านใหม่") is None and province_called("") is None
    assert slugs("บ้านใหม่ นครศรีธรรมราช") == slugs("บ้านใหม่ ที่ไหน") == []
    assert slugs("ตาก") == [], "a province alone names no agency"


def test_more_than_can_be_shown_is_said(client: Client) -> None:
    for number in range(MOST):
        another(number, [])
    page = client.get("/en/register/", {"agency": "ban mai tak"}).content.decode()
    assert page.count('type="radio"') == MOST and "There are more: add the province" in page
    page = client.get("/en/register/", {"agency": "ban mai nonthaburi"}).content.decode()
    assert "There are more" not in page and 'type="radio"' not in page


def test_those_alike_in_name_and_province_are_told_apart_by_the_smaller_place(client: Client) -> None:
    another(1, ["630105"])
    another(2, ["630203"])
    with acting_as(PUBLIC), transaction.atomic():
        choices = dict(named_agency({"agency": f"{BAN_MAI.th} · ตาก"}).choices)
    places = {number: full_name(code) for number, code in ((1, "630105"), (2, "630203"))}
    for number, place in places.items():
        assert place and choices[f"ban-mai-tak-{number}"] == f"{BAN_MAI.th} · {place.th}"
        assert (
            slugs(choices[f"ban-mai-tak-{number}"]) == slugs(f"{BAN_MAI.en} · {place.en}") == [f"ban-mai-tak-{number}"]
        )
    suggested = [one["title"] for one in client.get("/agencies/names/", {"q": "บ้านใหม่ ตาก"}).json()["found"]]
    assert sorted(suggested) == sorted(choices.values())


def test_what_was_settled_is_not_asked_again_until_the_text_changes(client: Client) -> None:
    another(1, [])
    alike = f"{BAN_MAI.th} · ตาก"
    page = client.get(
        "/register/", {"agency": alike, "agency_one": "ban-mai-tak", "agency_was": alike}
    ).content.decode()
    form = fromstring(page).xpath("//form[.//*[@id='agency']]")[0]
    sent = {name: value for name, value in form.form_values() if name.startswith("agency")}
    assert sent == {"agency": alike, "agency_one": "ban-mai-tak", "agency_was": alike}
    with acting_as(PUBLIC), transaction.atomic():
        assert named_agency(sent).settled("agency") == "ban-mai-tak"
        assert named_agency({**sent, "agency": BAN_NOK.th}).settled("agency") == "ban-nok"
        assert named_agency({**sent, "agency": ""}).settled("agency") == ""
        assert named_agency({**sent, "agency_one": "nonsense"}).is_open
