"""A service is shown: an officer takes a poster and the lines for the agency's site, and people come from there to the manual."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pikepdf

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Request, sign_in
from tests.journeys.test_lists import taken
from tests.journeys.visitor import View, Visitor, seen_as
from tests.security.hostile_files import picture
from thanjai.config.demo.office import address_of
from thanjai.config.demo.walk import suits
from thanjai.config.demo.world import AgencyData, world
from thanjai.domain.definition.base import Role

SERVICE = "food-premises-licence"
FAINT = "#e0a32e"


def its_agency() -> AgencyData:
    return next(one for one in world().agencies if suits(Request(SERVICE).definition, one))


def take_a_poster(officer: Visitor) -> None:
    """Choose whom it is for and its form, see it, and take it."""
    officer.go("/office/services/")
    officer.press(officer.page.locator(f"main a[href$='/office/services/{SERVICE}/show/']"))
    officer.page.locator("#form").select_option("poster-a3")
    officer.page.locator("#for").select_option("citizen")
    officer.press(officer.page.locator("main form button"))
    seen = officer.page.locator("main img.shown-sheet")
    assert seen.get_attribute("alt") and officer.page.locator("#alt").input_value() == seen.get_attribute("alt")
    officer.waits_for(seen)
    officer.look("poster")
    with pikepdf.open(io.BytesIO(taken(officer, officer.page.locator("main a[href$='/poster-a3.pdf']")))) as poster:
        assert len(poster.pages) == 1


def lines_for_a_site(officer: Visitor) -> str:
    """What the agency's own site is to have in it."""
    officer.go("/office/services/")
    officer.press(officer.page.locator("main a[href$='/office/services/widget/']"))
    officer.page.frame_locator("main iframe").locator("h1").wait_for()
    officer.look("lines")
    return officer.page.locator("#snippet").input_value()


@contextmanager
def site_of_the_agency(lines: str) -> Iterator[str]:
    """The address of a page of another site that has these lines in it."""
    page = f'<!doctype html><html lang="th"><title>เทศบาล</title><main><h1>เทศบาล</h1>{lines}</main></html>'.encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        serving.join()


def reach_the_manual(person: Visitor, site: str) -> None:
    """From a page of another site, through the frame in it and by a link of that to the manual."""
    person.page.goto(site)
    link = person.page.frame_locator("iframe").locator(f"a[href$='/{SERVICE}/']")
    with person.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    person.page = opened.value
    person.world.sights.watch(person.page)
    person.page.reload()
    person.must_be_at(f"/a/[a-z-]+/{SERVICE}/")
    person.look("manual")


@seen_as(View("th", 320), View("en", 1280))
def test_a_service_is_shown_and_people_find_it(visitor: NewVisitor, view: View) -> None:
    officer = visitor(view, f"showing-{view}")
    sign_in(officer, address_of(its_agency(), Request(SERVICE).definition.step("decide").role))
    take_a_poster(officer)
    lines = lines_for_a_site(officer)

    person = officer.another()
    with site_of_the_agency(lines) as site:
        reach_the_manual(person, site)
    assert person.page.locator("head link[rel=canonical]").count() == 1
    manual = taken(person, person.page.locator("main a[href$='/manual.pdf']"))
    assert manual.startswith(b"%PDF")
    person.press(person.page.locator("nav a[href^='/a/'], nav a[href^='/en/a/']").first)
    person.look("agency")


def choose_a_look(head: Visitor) -> None:
    """A logo, and a colour too faint to be read: it is refused, and the one that is offered taken."""
    head.go("/office/services/")
    head.press(head.page.locator("main a[href$='/office/appearance/']"))
    head.look("own-look-none")
    head.page.locator("#logo").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": picture("PNG")})
    head.page.locator("#primary").fill("#5b2a86")
    head.page.locator("#accent").fill(FAINT)
    head.press(head.page.locator("main form[enctype] button.govuk-button").last)
    assert head.page.locator("#accent").input_value() == FAINT
    head.look("own-look-refused")
    head.press(head.page.locator("button[name=take]"))
    head.must_be_at("/office/appearance/[0-9a-f-]{36}/")


def preview_and_put_on(head: Visitor) -> None:
    head.look("own-look-tried")
    for what in ("home", "form"):
        head.press(head.page.locator(f"main a[href$='/{what}/']"))
        head.look(f"own-look-{what}")
        head.press(head.page.locator(".trial-band a"))
    assert taken(head, head.page.locator("main a[href$='/letter/']")).startswith(b"%PDF")
    head.press(head.page.locator("button[value=put_on]"))
    head.must_be_at("/office/appearance/")


@seen_as(View("th", 320), View("en", 1280, scripts=False))
def test_an_agency_wears_its_own_look_and_takes_it_off(visitor: NewVisitor, view: View) -> None:
    head, agency = visitor(view, f"own-look-{view}"), its_agency()
    sign_in(head, address_of(agency, Role.HEAD))
    choose_a_look(head)
    preview_and_put_on(head)

    person = head.another()
    person.go(f"/a/{agency.slug}/")
    band = person.page.locator(".site-header")
    assert band.evaluate("band => getComputedStyle(band).backgroundColor") == "rgb(91, 42, 134)"
    assert band.locator(".site-header__logo").evaluate("logo => logo.naturalWidth") == 64
    person.look("own-look-worn")
    person.go("/")
    assert person.page.locator("link[href*='/appearance/']").count() == 0

    head.press(head.page.locator("button[value=undo]"))
    head.look("own-look-undone")
    person.go(f"/a/{agency.slug}/")
    assert person.page.locator("link[href*='/appearance/']").count() == 0
