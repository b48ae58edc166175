"""Hands that touch no mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Locator

from tests.authoring.writing import Values
from tests.journeys.visitor import Visitor


class ByKeyboard:
    """Reads and writes the editor's pages by focus and keys alone. Each kind of page is looked at once."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self._looked: set[str] = set()

    def open(self, path: str) -> None:
        self.visitor.go(path)
        self._look()

    def _look(self) -> None:
        kind = re.sub(r"[0-9a-f-]{36}|\d+", "", self.visitor.path)
        if kind not in self._looked:
            self._looked.add(kind)
            self.visitor.look(kind.strip("/").replace("/", "-")[-40:])

    def fill(self, values: Values) -> None:
        for name, value in values.items():
            for wanted in self.page.locator(f'main [name="{name}"]:not([type=hidden])').all():
                self._write(wanted, value)

    def _write(self, one: Locator, value: str | tuple[str, ...]) -> None:
        tag, type = one.evaluate("one => [one.tagName, one.type]")
        if type in ("radio", "checkbox"):
            self._tick(one, type, value)
            return
        self._unfold(one)
        one.focus()
        if tag == "SELECT":
            self._select(one, str(value))
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.insert_text(str(value))

    def _tick(self, one: Locator, type: str, value: str | tuple[str, ...]) -> None:
        own = one.get_attribute("value")
        wanted = own in value if isinstance(value, tuple) else own == value
        if one.is_checked() != wanted and (wanted or type == "checkbox"):
            one.focus()
            self.page.keyboard.press("Space")

    def _select(self, one: Locator, value: str) -> None:
        place = one.evaluate("(one, value) => [...one.options].findIndex(option => option.value === value)", value)
        self.page.keyboard.press("Home")
        for _ in range(place):
            self.page.keyboard.press("ArrowDown")
        assert one.input_value() == value

    def _unfold(self, one: Locator) -> None:
        """Open the folds that hide it, the outer one first."""
        if one.is_visible():
            return
        for fold in one.locator("xpath=ancestor::details[not(@open)]/summary").all():
            fold.focus()
            self.page.keyboard.press("Enter")

    def press(self, name: str, value: str) -> None:
        """A button by its name and value."""
        self.enter(self.page.locator(f'main button[name="{name}"][value="{value}"]:not([tabindex="-1"])').first)

    def enter(self, what: Locator) -> None:
        """The Enter key on a link or a button that leads to another page."""
        self._unfold(what)
        what.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._look()

    def stands(self, name: str) -> str | None:
        found = self.page.locator(f'main [name="{name}"]')
        return found.first.get_attribute("value") if found.count() else None

    def reached_by_tab(self) -> set[str]:
        """The names of what Tab comes by on the page."""
        found: set[str] = set()
        self.page.locator("main a, main button").first.focus()
        for _ in range(150):
            self.page.keyboard.press("Tab")
            name, outside = self.page.evaluate(
                "[document.activeElement.name || '', !document.activeElement.closest('main')]"
            )
            found.add(name)
            if outside:
                break
        return found
