"""Every page that links lead to, in a real browser: headers are there, nothing is blocked, nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page, Response

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Request, sign_in
from tests.journeys.visitor import View, Visitor

SERVICE = "food-premises-notification"
MOST_PAGES = 60
WANTED = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "microphone=()",
}


class Watch:
    """Looks at all that a browser is sent, scripts, styles, pictures and fonts included."""

    def __init__(self, page: Page, home: str) -> None:
        self.faults: set[str] = set()
        self.answers = 0
        self._home = home
        page.on("response", self._came)
        page.on("request", lambda request: self._is_ours(request.url))

    def _is_ours(self, url: str) -> None:
        if not url.startswith((self._home, "data:", "blob:")):
            self.faults.add(f"asks elsewhere: {url[:100]}")

    def _came(self, response: Response) -> None:
        if response.url.startswith(("data:", "blob:")):
            return
        self.judge(response.url, response.headers)

    def judge(self, url: str, headers: dict[str, str]) -> None:
        """Whether an answer carries what all must carry."""
        self.answers += 1
        for name, value in WANTED.items():
            if value not in headers.get(name, ""):
                self.faults.add(f"{url} lacks {name}: {headers.get(name)}")
        if headers.get("server") or "x-powered-by" in headers:
            self.faults.add(f"{url} tells what serves it: {headers.get('server')}")


def crawl(visitor: Visitor, *starts: str) -> int:
    """Open page after page, one of each kind; how many there were. What is blocked, the visitor's sights tell."""
    home = visitor.platform.base_url
    watch = Watch(visitor.page, home)
    waiting, seen = deque(urljoin(home, one) for one in starts), set[str]()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=/a/)[a-z-]+", "#", urlsplit(address).path)
        if (
            kind in seen
            or not address.startswith(home)
            or re.search(r"\.(ics|csv|xlsx|pdf)$|/files/|/sign-out/", address)
        ):
            continue
        seen.add(kind)
        # A PDF would be shown by a viewer of the browser's own, with headers of its own.
        asked = visitor.context.request.head(address)
        watch.judge(address, asked.headers)
        if not asked.headers.get("content-type", "").startswith("text/html"):
            continue
        visitor.page.goto(address, wait_until="load")
        links = visitor.page.locator("a[href]").evaluate_all("all => all.map(one => one.href.split('#')[0])")
        waiting.extend(links)
    assert not watch.faults, "\n".join(sorted(watch.faults))
    assert watch.answers > len(seen)
    print(f"» {watch.answers} answers on the way through {len(seen)} kinds of pages")  # noqa: T201
    return len(seen)


def test_pages_of_the_public_and_of_an_applicant(visitor: NewVisitor) -> None:
    person = visitor(View("en", 1280))
    applicant = Applicant(person, Request(SERVICE))
    applicant.find()
    applicant.read_and_start()
    applicant.fill_in_until("premises-map")
    watch = Watch(person.page, person.platform.base_url)
    person.page.reload(wait_until="networkidle")
    assert not watch.faults, watch.faults
    applicant.fill_in_until("check")
    receipt = applicant.send()
    applicant.follow(receipt.case)
    assert crawl(person, person.page.url, "/en/", "/", "/en/track/", "/en/verify/", "/en/nowhere/") > 12


def test_pages_of_the_office(visitor: NewVisitor) -> None:
    officer = visitor(View("th", 1280))
    sign_in(officer, "approve@khon-kaen-city.example")
    assert crawl(officer, "/office/", "/office/overview/") > 10


def test_pages_of_the_oversight(visitor: NewVisitor) -> None:
    overseer = visitor(View("th", 1280))
    sign_in(overseer, "head@opdc.example")
    assert crawl(overseer, "/oversight/") > 3
