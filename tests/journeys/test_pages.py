"""What every page owes: little to load, nothing to scroll sideways, a manual that can be printed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Request, sign_in
from tests.journeys.visitor import SCREENSHOTS, View

MOST_BYTES = 150_000
SERVICE = "food-premises-notification"
OFFICE = ("", "overview/", "documents/", "money/", "registers/", "services/")


def weight(context: BrowserContext, address: str) -> int:
    """The bytes that a page and all it loads took on their way, to a browser that has kept nothing."""
    page = context.new_page()
    wire, loaded = context.new_cdp_session(page), list[float]()
    wire.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None and answer.ok and page.url == address, f"{address} is not shown"
    page.close()
    return int(sum(loaded))


@pytest.mark.parametrize("view", [View("th", 360), View("en", 360)], ids=str)
def test_a_first_visit_is_light(visitor: NewVisitor, browser: Browser, view: View) -> None:
    request = Request(SERVICE)
    applicant = Applicant(visitor(view), request)
    found = {}

    def weigh(name: str) -> None:
        """The page that is shown, in a browser that holds its keys and nothing else."""
        context = browser.new_context(
            storage_state=applicant.visitor.context.storage_state(), viewport={"width": 360, "height": 740}
        )
        found[name] = weight(context, applicant.page.url)
        context.close()

    for name, path in (("home", "/"), ("services", "/services/"), ("manual", request.place)):
        applicant.visitor.go(path)
        weigh(name)
    applicant.start()
    applicant.fill_in_until("premises-map")
    weigh("form page with a map")
    applicant.fill_in_until("premises-right")
    weigh("form page with a file")
    applicant.fill_in_until("check")
    applicant.follow(applicant.send().case)
    weigh("case")
    heavy = {name: size for name, size in found.items() if size > MOST_BYTES or size < 10_000}
    assert not heavy, f"more than {MOST_BYTES} bytes, or nothing at all: {heavy} of {found}"


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.deep)])
def test_nothing_is_scrolled_sideways_on_a_narrow_phone(visitor: NewVisitor, language: str) -> None:
    view = View(language, 320)
    person = visitor(view, f"narrow-{language}")
    applicant = Applicant(person, Request(SERVICE))
    applicant.find()
    applicant.read_and_start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    applicant.follow(receipt.case)
    person.look("case")
    for path in (
        "/track/",
        "/verify/",
        "/display/",
        "/register/?agency=khon-kaen-city",
        "/privacy/",
        "/sign-in/",
        f"/a/{applicant.request.agency.slug}/",
        "/nowhere/",
    ):
        person.go(path)
        person.look(path.strip("/").replace("/", "-"))
    sign_in(person, "anucha@example.com")
    person.look("account")


@pytest.mark.parametrize("view", [View("th", 320), View("en", 1280)], ids=str)
def test_the_pages_of_the_office_hold_too(visitor: NewVisitor, view: View) -> None:
    officer = visitor(view, f"office-{view}")
    sign_in(officer, "approve@khon-kaen-city.example")
    for page in OFFICE:
        officer.go(f"/office/{page}")
        officer.look(page.strip("/") or "work-list")
    for tab in ("mine", "roles", "all", "waiting", "finished"):
        officer.go(f"/office/?tab={tab}")
        officer.look(f"tab-{tab}")
    officer.go("/office/?tab=finished")
    officer.press(officer.page.locator("[data-row]").first)
    officer.look("finished-case")


def letters(text: str) -> str:
    """The consonants and Latin letters: PDF readers write the marks over and under them in their own order."""
    return "".join(re.findall(r"[A-Za-zก-ฮ]", text))


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_manual_prints(visitor: NewVisitor, tmp_path: Path, language: str) -> None:
    request = Request("hazardous-business")
    reader = visitor(View(language))
    reader.go(request.place)
    reader.page.emulate_media(media="print")
    shown = SCREENSHOTS / "printed" / f"manual-{language}.png"
    reader.page.screenshot(path=shown, full_page=True)
    assert not reader.page.locator(".no-print >> visible=true").count(), "buttons are printed"
    assert not reader.page.locator("nav >> visible=true").count(), "the site's menu is printed"
    paper = tmp_path / "manual.pdf"
    reader.page.pdf(path=paper, format="A4")
    words = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    last_limit = request.definition.deadlines[-1].title.in_language(language)
    assert letters(last_limit) in letters(words), "what is folded up on the screen is not printed"
    fonts = subprocess.run(["pdffonts", str(paper)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts and all("Sarabun" in line for line in fonts), f"printed in a font that may lack letters: {fonts}"
