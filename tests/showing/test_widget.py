"""An agency's services on its own site: framed there, and nothing else of the platform is."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from tests.security.test_headers import must_be_guarded
from tests.web.applicant import FOOD
from tests.web.desk import sit_down
from tests.world import World

SITE = "http://localhost:8000"


def test_the_list_is_searched_and_leads_to_the_manuals(world: World) -> None:
    page = Client().get("/en/widget/khonkaen/")
    words = page.content.decode()
    assert f'href="{SITE}/en/a/khonkaen/{FOOD}/" target="_blank" rel="noopener"' in words
    assert FOOD in Client().get("/en/widget/khonkaen/?q=restaurant").content.decode()
    nothing = Client().get("/en/widget/khonkaen/?q=zzzz").content.decode()
    assert "Nothing fits these words" in nothing and 'href="/en/widget/khonkaen/"' in nothing
    assert "has opened no service" in Client().get("/en/widget/other/").content.decode()
    assert Client().get("/widget/nowhere/").status_code == 404 and not page.cookies
    assert "<script" not in words and "csrf" not in words and 'method="post"' not in words


def test_one_service_has_a_card(world: World) -> None:
    words = Client().get(f"/en/widget/khonkaen/{FOOD}/").content.decode()
    assert "Read the manual and apply" in words and f'href="{SITE}/en/a/khonkaen/{FOOD}/"' in words
    assert Client().get(f"/widget/other/{FOOD}/").status_code == 404


def test_only_the_frame_and_its_script_stand_on_other_sites(world: World) -> None:
    for path in ("/widget/khonkaen/", f"/en/widget/khonkaen/{FOOD}/", "/widget.js"):
        answer = Client().get(path)
        assert "frame-ancestors *" in answer["Content-Security-Policy"] and "X-Frame-Options" not in answer
        assert (
            answer["Cross-Origin-Resource-Policy"] == "cross-origin" and answer["X-Content-Type-Options"] == "nosniff"
        )
        assert "script-src 'self'" in answer["Content-Security-Policy"] and answer["X-Robots-Tag"]
    for path in ("/", f"/a/khonkaen/{FOOD}/", "/widget/nowhere/", "/widget.js?x=1"):
        must_be_guarded(Client().get(path))


def test_the_script_is_small_and_asks_for_nothing(world: World) -> None:
    answer = Client().get("/widget.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript") and len(answer.content) < 5_000
    assert not re.search(r"fetch|XMLHttp|cookie|localStorage|innerHTML|eval|https?://", re.sub(r"//.*", "", script))


def test_an_officer_copies_what_shows_it(world: World) -> None:
    client = sit_down(Client(), world.officer)
    assert "/en/office/services/widget/" in client.get("/en/office/services/").content.decode()
    page = client.get("/en/office/services/widget/?language=th")
    words = unescape(page.content.decode())
    assert f'<a href="{SITE}/a/khonkaen/" data-thanjai="{SITE}/widget/khonkaen/">ขอนแก่น</a>' in words
    assert (
        f'<script async src="{SITE}/widget.js"></script>' in words and f'<iframe src="{SITE}/widget/khonkaen/"' in words
    )
    assert 'src="/widget/khonkaen/"' in words and "frame-src 'self'" in page["Content-Security-Policy"]
    one = unescape(client.get(f"/en/office/services/widget/?service={FOOD}").content.decode())
    assert f'data-thanjai="{SITE}/en/widget/khonkaen/{FOOD}/"' in one
    data = re.search(r'href="http://localhost:8000(/api/[^"]+)"', one)
    assert data is not None and Client().get(data[1]).json()["items"][0]["id"] == FOOD
