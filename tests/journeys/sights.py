"""What is wrong with the pages that people in the browser see: collected on the way, told all at once."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).resolve().parents[2]
_AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
_GRAVE = ("serious", "critical")
_ASK_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]})
  return found.violations.map(one => ({
    rule: one.id, impact: one.impact, targets: one.nodes.map(node => node.target.flat().join(" ")),
  }))
}"""
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const wide = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > width + 1)
  return [`${document.documentElement.scrollWidth} px`, ...wide.slice(-3).map(one => one.outerHTML.slice(0, 90))]
}"""


class Sights:
    """Faults by the page they were seen on."""

    def __init__(self) -> None:
        self._faults: defaultdict[str, set[str]] = defaultdict(set)

    def fault(self, place: str, what: str) -> None:
        """Remember a fault of a page."""
        self._faults[place].add(what)

    def told(self) -> str:
        """All faults, page by page."""
        return "\n".join(f"{place}\n  " + "\n  ".join(sorted(each)) for place, each in sorted(self._faults.items()))

    def watch(self, page: Page) -> None:
        """Hear what the browser complains of: scripts that fail, things our policy blocks, pages that break."""
        page.on("pageerror", lambda error: self.fault(_place(page), f"script: {error}"))
        page.on("response", lambda response: self._heard(response.status, response.url))
        page.on("console", lambda said: self._heard_said(_place(page), said.text))

    def _heard(self, status: int, url: str) -> None:
        if status >= 500 or (status == 404 and "/static/" in url):
            self.fault(url.split("?")[0], f"answered {status}")

    def _heard_said(self, place: str, text: str) -> None:
        if "Content Security Policy" in text:
            self.fault(place, f"blocked: {text[:200]}")

    def must_fit(self, page: Page) -> None:
        """Nobody scrolls sideways."""
        too_wide = page.evaluate(_TOO_WIDE)
        if too_wide:
            self.fault(_place(page), "wider than the window: " + " | ".join(too_wide))

    def must_be_accessible(self, page: Page, name: str) -> None:
        """No serious or critical finding of axe. The page must be one whose scripts run."""
        page.evaluate(_AXE)
        found: list[dict[str, Any]] = page.evaluate(_ASK_AXE)
        for one in found:
            if one["impact"] in _GRAVE:
                self.fault(f"{_place(page)} ({name})", f"axe {one['rule']}: {'; '.join(one['targets'][:4])}")


class Mirror:
    """Shows a page of a browser without scripts once more, in one that has them but lets none of the page's run.

    axe is a script and waits for timers, which such a browser does not have.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @cached_property
    def _page(self) -> Page:
        return self._browser.new_context(reduced_motion="reduce").new_page()

    def close(self) -> None:
        """Close the window, if it was ever opened."""
        if "_page" in self.__dict__:
            self._page.context.close()

    def of(self, page: Page) -> Page:
        """The same page, as it came from the server, in a window of the same size."""
        address, content = page.url.partition("#")[0], page.content()
        if page.viewport_size and page.viewport_size != self._page.viewport_size:
            self._page.set_viewport_size(page.viewport_size)

        def answer(route: Route) -> None:
            headers = {"Content-Security-Policy": "script-src 'none'"}
            route.fulfill(status=200, body=content, content_type="text/html; charset=utf-8", headers=headers)

        def is_it(url: str) -> bool:
            return url.partition("#")[0] == address

        self._page.route(is_it, answer)
        self._page.goto(address)
        self._page.unroute(is_it)
        return self._page


def _place(page: Page) -> str:
    return page.url.partition("?")[0]
