"""One person with a browser of their own: language, width of the window, with or without JavaScript."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Response
from playwright.sync_api import TimeoutError as TooLate

from tests.journeys.sights import ROOT, Mirror, Sights
from tests.platform import Platform

SCREENSHOTS = ROOT / "build" / "screenshots"
HEIGHTS = {320: 640, 360: 740, 1280: 900}
PATIENCE_MS = 15_000


@dataclass(frozen=True)
class View:
    """How somebody looks at the pages."""

    language: str = "th"
    width: int = 1280
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{'js' if self.scripts else 'nojs'}"


def seen_as(*views: View, usual: int = 1) -> pytest.MarkDecorator:
    """Walk a journey in the first of these views, or so many; in the others too among all tests (`make test-deep`).

    Each journey begins with another view, so that all of them are seen each time.
    """
    others = [pytest.param(view, marks=pytest.mark.deep) for view in views[usual:]]
    return pytest.mark.parametrize("view", [*views[:usual], *others], ids=str)


class Album:
    """A folder of numbered pictures of one journey; pictures of an earlier run are removed."""

    def __init__(self, name: str) -> None:
        self.folder = SCREENSHOTS / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self._count = 0

    def next(self, name: str) -> Path:
        """Where the next picture goes."""
        self._count += 1
        return self.folder / f"{self._count:02}-{name}.png"


@dataclass(frozen=True)
class World:
    """What all people of a test share."""

    browser: Browser
    platform: Platform
    sights: Sights
    mirror: Mirror


_visitors = count(os.getpid() % 100 * 250)


def _an_address() -> str:
    """Of its own for each visitor, as a proxy tells it: what many people do is not one person's haste."""
    number = next(_visitors)
    return f"198.18.{number // 250}.{number % 250 + 1}"


class Visitor:
    """Opens pages, presses and looks. Without an album, looking costs nothing."""

    def __init__(self, world: World, view: View, album: Album | None) -> None:
        self.world, self.platform, self.view = world, world.platform, view
        self._album = album
        self._others: list[Visitor] = []
        self.context = world.browser.new_context(
            java_script_enabled=view.scripts,
            viewport={"width": view.width, "height": HEIGHTS[view.width]},
            is_mobile=view.width < 500,
            has_touch=view.width < 500,
            locale="en-GB" if view.language == "en" else "th-TH",
            timezone_id="Asia/Bangkok",
            reduced_motion="reduce",
            extra_http_headers={"X-Forwarded-For": _an_address()},
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        world.sights.watch(self.page)

    def close(self) -> None:
        """Close the browser's windows and forget its cookies, and those of the others."""
        for one in [*self._others, self]:
            one.context.close()

    def another(self) -> Visitor:
        """Somebody else who looks at pages in the same way; pictures go to the same album."""
        self._others.append(Visitor(self.world, self.view, self._album))
        return self._others[-1]

    def go(self, path: str) -> None:
        """Open a page by its path, in the language of the view, or by its whole address."""
        prefix = "/en" if self.view.language == "en" else ""
        whole = path if path.startswith("http") else f"{self.platform.base_url}{prefix}{path}"
        _must_work(self.page.goto(whole))

    def press(self, what: Locator) -> None:
        """Press a link or a button that leads to a new page."""
        with self.page.expect_navigation() as leading:
            what.click()
        _must_work(leading.value)

    def arrives(self, pattern: str, seconds: float = 30.0) -> None:
        """Wait until the address fits, whichever of several presses leads there: those it overtakes are given up."""
        for _ in range(int(seconds / 0.1)):
            if re.search(pattern, self.page.url):
                self.page.wait_for_load_state()
                return
            self.page.wait_for_timeout(100)
        raise TooLate(f"{self.path} is still shown: {self.words[:500]}")

    def look(self, name: str) -> None:
        """Take a picture, and let axe and a ruler have a look."""
        if self._album is None:
            return
        try:
            self._look(name)
        except Error:
            # A page that waits for a bank or an office may have shown itself anew just now.
            self.page.wait_for_load_state()
            self._look(name)

    def _look(self, name: str) -> None:
        assert self._album is not None
        self.page.screenshot(path=self._album.next(name), full_page=True)
        self.world.sights.must_fit(self.page)
        shown = self.page if self.view.scripts else self.world.mirror.of(self.page)
        self.world.sights.must_be_accessible(shown, name)

    @property
    def path(self) -> str:
        """Where this person is, without language, query and fragment."""
        return re.sub(r"^https?://[^/]+(/en(?=/))?", "", self.page.url).partition("?")[0].partition("#")[0]

    @property
    def words(self) -> str:
        """What the page says, without its frame."""
        return " ".join(self.page.locator("main").inner_text().split())

    def must_be_at(self, pattern: str) -> re.Match[str]:
        """Fail with what the page says unless its path fits."""
        found = re.fullmatch(pattern, self.path)
        assert found, f"{self.path} is shown, not {pattern}: {self.words[:500]}"
        return found

    def waits_for(self, what: Locator, state: str = "visible", seconds: float = 30.0) -> None:
        """Wait until the page shows something, or (`detached`) does no more: by itself, or looked at again and again."""
        if self.view.scripts:
            what.first.wait_for(state=state, timeout=seconds * 1000)  # type: ignore[arg-type]
            return
        for _ in range(int(seconds / 0.5)):
            if (what.count() == 0) is (state == "detached"):
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise TooLate(f"{self.path} still shows: {self.words[:500]}")


def _must_work(response: Response | None) -> None:
    assert response is None or response.status < 500, f"{response.url} answered {response.status}"
