"""Whoever is signed in takes everything kept about them with them, at once."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client

from tests.web.applicant import Applicant
from tests.web.desk import signed_in
from tests.world import World, build
from thanjai.domain.assurance import Assurance
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.privacy.copies import Copy

pytestmark = pytest.mark.django_db
SERVICE = "old-age-allowance"


@pytest.fixture
def world() -> World:
    return build(SERVICE)


def download(client: Client) -> Copy:
    answer = client.post("/account/data/")
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:  # type: ignore[arg-type]
        assert {"data.json", "schema.json", "data.pdf"} <= set(archive.namelist())
        return Copy.model_validate(json.loads(archive.read("data.json")))


def test_the_account_gives_its_cases_and_drafts_and_nobody_elses(world: World, client: Client) -> None:
    world.submitted(SERVICE)
    mine = signed_in(client, world.stranger, assurance=Assurance.HIGH)
    done = Applicant(SERVICE, client=mine)
    done.start()
    done.fill()
    assert mine.post(f"/apply/{done.draft}/submit/").status_code == 302
    begun = Applicant(SERVICE, client=mine)
    begun.start()
    begun.send("who")
    copy = download(mine)
    assert [one.values["national_id"] for one in copy.cases] == [done.answers["national_id"]]
    assert [one.values for one in copy.drafts] == [{"filed_by": done.answers["filed_by"]}]
    assert copy.account is not None and copy.account.email == "มานะ@example.com"
    with acting_as(Actor(Kind.PERSON, person=world.officer.person)):
        assert download(signed_in(Client(), world.officer)).cases == ()


def test_nobody_signed_in_is_led_to_sign_in(client: Client) -> None:
    answer = client.post("/account/data/")
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
    assert client.get("/account/data/").status_code == 405
    assert client.get("/account/data/schema.json").json()["title"] == "Copy"
