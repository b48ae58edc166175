"""An agency is named by typing: its whole name, a part, or the few that are called alike to choose from."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from thanjai.agencies.actions import register_agency
from thanjai.agencies.naming import agencies_called
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as
from thanjai.web.naming import named_agency

pytestmark = pytest.mark.django_db
BAN_MAI = Text(th="องค์การบริหารส่วนตำบลบ้านใหม่", en="Ban Mai Subdistrict Administration")
BAN_NOK = Text(th="องค์การบริหารส่วนตำบลบ้านนก", en="Ban Nok Subdistrict Administration")


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
    assert f'value="{BAN_MAI.th} · ตาก"' in page and 'name="agency_one"' not in page


def test_names_are_suggested_while_one_types(client: Client) -> None:
    assert client.get("/agencies/names/", {"q": "บ้านนก"}).json() == {"found": [{"title": f"{BAN_NOK.th} · ตาก"}]}
    assert len(client.get("/en/agencies/names/", {"q": "ban"}).json()["found"]) == 3
    assert client.get("/agencies/names/").json() == {"found": []}
