"""Filling in a form on a page as a person does: what can be seen, one question after another, files, further entries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import FilePayload, Locator

from tests.journeys.visitor import Visitor
from thanjai.config.demo.filling import Posted, Upload

_MOST_TURNS = 30
_NAMES = (
    "form => [...new Set([...form.elements].filter(one => one.name && one.type !== 'hidden').map(one => one.name))]"
)
_KIND = "one => one.tagName === 'INPUT' ? one.type : one.tagName.toLowerCase()"
_ENTRY = re.compile(r"(?P<group>[a-z0-9_]+)-(?P<index>\d+)-.+")


class Filling:
    """The answers to the questions of one form: `values` by the names of its inputs, and files, of which some are `left`."""

    def __init__(self, visitor: Visitor, form: str, values: Posted, files: Sequence[Upload] = ()) -> None:
        self._visitor, self._values, self.left = visitor, values, list(files)
        self.form = visitor.page.locator(form)

    def write(self) -> None:
        """Answer everything that can be seen, and what comes to be seen by answering."""
        for _ in range(_MOST_TURNS):
            self._write_what_is_there()
            if self._attach_one() or self._add_an_entry() or self._more_has_come():
                continue
            return
        raise AssertionError(f"{self._visitor.path} goes on asking: {self._visitor.words[:500]}")

    @property
    def names(self) -> set[str]:
        """The names of the inputs that are there."""
        return set(self.form.evaluate(_NAMES))

    def _write_what_is_there(self) -> None:
        for name in [one for one in self._values if one in self.names]:
            # An answer may take other questions away.
            inputs = self.form.locator(f'[name="{name}"]:not([type=hidden])')
            if inputs.count():
                self._answer(name, inputs, self._values[name])

    def _answer(self, name: str, inputs: Locator, values: Sequence[str]) -> None:
        kind = inputs.first.evaluate(_KIND)
        if kind in ("radio", "checkbox"):
            for value in values:
                self._choose(name, value)
        elif kind == "select":
            inputs.first.select_option(values[0])
        elif inputs.first.input_value() != values[0]:
            inputs.first.fill(values[0])

    def _choose(self, name: str, value: str) -> None:
        option = self.form.locator(f'[name="{name}"][value="{value}"]')
        if option.is_checked():
            return
        label = self.form.locator(f'label[for="{option.get_attribute("id")}"]')
        find = self.form.locator(f'[id="{name}-find"]')
        if find.count() and find.is_visible():
            find.fill(label.inner_text()[:12])
        label.click()
        assert option.is_checked(), f"{self._visitor.path}: the label of {name}={value} does not choose it"

    def _attach_one(self) -> bool:
        """Attach the next file whose question can be seen."""
        for upload in self.left:
            chooser = self.form.locator(f'input[type=file][name="{upload.name}"]')
            if chooser.count():
                self._attach(chooser, upload)
                self.left.remove(upload)
                return True
        return False

    def _attach(self, chooser: Locator, upload: Upload) -> None:
        file = upload.file
        payload: FilePayload = {"name": file.name, "mimeType": file.content_type, "buffer": file.content}
        page = self._visitor.page
        with page.expect_navigation():
            chooser.set_input_files(payload)
            if not self._visitor.view.scripts:
                chooser.locator("xpath=..").locator("button").click()
        name = file.name.rpartition(".")[0]
        assert page.locator(".files", has_text=name).count(), (
            f"{self._visitor.path} does not list {file.name}: {self._visitor.words[:500]}"
        )

    def _add_an_entry(self) -> bool:
        """Press "add" of a group that has fewer entries than are to be written."""
        there = self.names
        for name in self._values.keys() - there:
            found = _ENTRY.fullmatch(name)
            if found is None or any(one.startswith(f"{found['group']}-{found['index']}-") for one in there):
                continue
            button = self.form.locator(f'button[value="add-item:{found["group"]}"]')
            if button.count():
                self._visitor.press(button)
                return True
        return False

    def _more_has_come(self) -> bool:
        """Whether questions that depend on an answer have come, where a script brings them."""
        wanted = {*self._values, *(upload.name for upload in self.left)}
        missing = {one for one in wanted - self.names if not _ENTRY.fullmatch(one)}
        if not missing or not self._visitor.view.scripts or self.form.get_attribute("data-refresh") is None:
            return False
        for _ in range(15):
            if missing & self.names:
                return True
            self._visitor.page.wait_for_timeout(100)
        return False
