"""The pages of an agency that wears its own look, and the office's pages for it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.security.hostile_files import picture
from tests.security.wearing import tried
from tests.web.applicant import FOOD
from tests.web.desk import sit_down
from tests.world import World, build
from thanjai.agencies import appearance
from thanjai.agencies.appearance import changes_of
from thanjai.agencies.models import Appearance
from thanjai.domain.definition.base import Role
from thanjai.domain.showing.appearance import nearest_for
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.showing.hosts import give_host

OFFICE, PAGE, MANUAL = "/office/appearance/", "/a/khonkaen/", f"/a/khonkaen/{FOOD}/"
GOLD, PURPLE = "#e0a32e", "#5b2a86"


@pytest.fixture
def world(db: None) -> World:
    return build(FOOD)


@pytest.fixture
def worn(world: World) -> Appearance:
    look = tried(world)
    with acting_as(world.officer):
        appearance.put_on(actor=world.officer, appearance_id=look.id)
    return look


def logo(name: str = "logo.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture("PNG"))


def send(head: Client, **values: Any) -> Any:
    return head.post(OFFICE, {"command": "try", "primary": PURPLE, "accent": PURPLE, **values})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_pages_of_an_agency_wear_its_look_and_no_others_do(world: World, worn: Appearance) -> None:
    sheet, client = f"/appearance/{worn.digest}.css", Client()
    for path in (PAGE, MANUAL, f"{MANUAL}changes/", f"{PAGE}calendar/", "/widget/khonkaen/"):
        assert sheet in text(client.get(path)), path
    for path in ("/", "/services/", "/agencies/", "/track/"):
        assert worn.digest not in text(client.get(path)), path
    begun = client.post(f"{MANUAL}start/", follow=True)
    assert sheet in text(begun)


def test_what_is_worn_is_served_once_and_for_ever_without_a_word_in_the_page(world: World, worn: Appearance) -> None:
    sheet = Client().get(f"/appearance/{worn.digest}.css")
    assert text(sheet).startswith(":root{--agency-primary:#5b2a86;") and "immutable" in sheet["Cache-Control"]
    assert sheet["Content-Type"].startswith("text/css")
    drawn = Client().get(f"/appearance/{worn.digest}.png")
    assert drawn.content.startswith(b"\x89PNG") and "sandbox" in drawn["Content-Security-Policy"]
    assert "style-src 'self';" in Client().get(PAGE)["Content-Security-Policy"]
    assert worn.primary not in text(Client().get(PAGE))
    assert Client().get(f"/appearance/{'0' * 64}.css").status_code == 404


def test_a_page_asks_the_database_nothing_more(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get(PAGE)
        return len(queries)

    asked()
    before = asked()
    look = tried(world)
    with acting_as(world.officer):
        appearance.put_on(actor=world.officer, appearance_id=look.id)
    asked()
    assert asked() == before


def test_an_agencys_own_host_wears_it_too(world: World, worn: Appearance) -> None:
    with acting_as(PLATFORM):
        give_host(slug="khonkaen", name="services.khonkaen.example")
    there = Client(headers={"host": "services.khonkaen.example"})
    assert f"/appearance/{worn.digest}.css" in text(there.get("/"))
    assert there.get(f"/appearance/{worn.digest}.css").status_code == 200


def test_a_faint_colour_is_refused_with_the_nearest_that_is_taken(world: World, head: Client) -> None:
    sent = send(head, accent=GOLD, file=logo())
    offered = nearest_for("accent", GOLD)
    said = text(sent)
    assert sent.status_code == 422 and f'value="accent:{offered}"' in said and f'value="{GOLD}"' in said
    kept = said.partition('name="logo" value="')[2].partition('"')[0]
    again = send(head, accent=GOLD, take=f"accent:{offered}", logo=kept)
    with acting_as(world.officer):
        look = Appearance.objects.get()
    assert again["Location"].startswith(f"{OFFICE}{look.id}/") and (look.accent, str(look.logo)) == (offered, kept)


def test_a_colour_can_be_picked_instead_of_written(world: World, head: Client) -> None:
    send(head, file=logo(), **{"primary-was": PURPLE, "primary-picked": "#123456"})
    with acting_as(world.officer):
        assert Appearance.objects.get().primary == "#123456"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "แนบตรา"),
        ({"file": logo("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}, "ส่งออกเป็น PNG"),
        ({"primary": "red"}, "#0f5257"),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(head: Client, values: dict[str, Any], words: str) -> None:
    sent = send(head, **values)
    assert sent.status_code == 422 and words in text(sent)


def test_it_is_looked_at_then_put_on_and_undone(world: World, head: Client) -> None:
    place = send(head, file=logo())["Location"].partition("?")[0]
    for what, kind in (
        ("", "text/html"),
        ("home/", "text/html"),
        ("form/", "text/html"),
        ("letter/", "application/pdf"),
        ("poster/", "image/png"),
    ):
        seen = head.get(f"{place}{what}")
        assert (seen.status_code, seen["Content-Type"].partition(";")[0]) == (200, kind), what
        assert seen["Cache-Control"] == "private, no-store"
    assert "/appearance/" not in text(Client().get(PAGE))
    assert head.post(place, {"command": "put_on"})["Location"] == f"{OFFICE}?done=worn"
    assert "/appearance/" in text(Client().get(PAGE))
    with acting_as(world.officer):
        latest = changes_of(world.agency)[0]
    assert world.officer.name in text(head.get(OFFICE))
    assert head.post(OFFICE, {"command": "undo", "change": latest.id})["Location"] == f"{OFFICE}?done=undone"
    assert "/appearance/" not in text(Client().get(PAGE))


def test_only_the_head_may(world: World) -> None:
    desk = sit_down(Client(), world.colleague("desk-1", Role.FRONT_DESK))
    look = tried(world)
    for path in (OFFICE, f"{OFFICE}{look.id}/", f"{OFFICE}{look.id}/home/"):
        assert desk.get(path).status_code == 403, path
    assert desk.post(f"{OFFICE}{look.id}/", {"command": "put_on"}).status_code == 403
    assert sit_down(Client(), world.stranger).get(f"{OFFICE}{look.id}/").status_code == 404
