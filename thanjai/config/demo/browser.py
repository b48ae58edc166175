"""A browser without a screen: cookies, pages and their forms, pressed as a person without JavaScript would."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx
from lxml import html

from thanjai.config.demo.filling import Upload

SECONDS = 30.0
_GOES_ON = ("", "continue")
"""Values of the buttons that lead to the next page."""


class PageProblem(Exception):
    """The platform did not do what a person would expect; the message says where and what."""


@dataclass(frozen=True)
class Shown:
    """A page as it came."""

    address: str
    status: int
    tree: html.HtmlElement
    content: bytes

    @property
    def path(self) -> str:
        return str(urlsplit(self.address).path)

    @property
    def words(self) -> str:
        """What the page says, without its frame."""
        mains = self.tree.xpath("//main") or [self.tree]
        return " ".join(str(mains[0].text_content()).split())

    def links(self, part: str) -> list[str]:
        """The addresses in the page's links that contain `part`, in order, each once."""
        found = [urljoin(self.address, link) for link in self.tree.xpath("//a/@href")]
        return list(dict.fromkeys(link for link in found if part in link))

    def forms(self) -> list[Form]:
        return [Form(self, element) for element in self.tree.forms]

    def form(self, fits: Callable[[Form], bool], what: str) -> Form:
        """The first form that fits. Raises PageProblem."""
        for form in self.forms():
            if fits(form):
                return form
        raise PageProblem(f"{self.path}: there is no form {what}")

    def problem(self) -> str:
        """What the page says is wrong."""
        summary = self.tree.xpath("//*[contains(@class, 'error-summary')]") or self.tree.xpath("//main//h1")
        said = " ".join(summary[0].text_content().split()) if summary else self.words
        return f"{self.path} answered {self.status}: {said[:400]}"


class Form:
    """A form on a page."""

    def __init__(self, page: Shown, element: Any) -> None:
        self.page, self.element = page, element

    @property
    def action(self) -> str:
        return str(urljoin(self.page.address, self.element.get("action") or ""))

    @property
    def method(self) -> str:
        return str(self.element.get("method") or "get").upper()

    @property
    def names(self) -> set[str]:
        """The names of all inputs and buttons."""
        return set(self.element.xpath(".//@name"))

    def values_of(self, name: str) -> list[str]:
        """The values that inputs or buttons of this name have or offer."""
        return [str(value) for value in self.element.xpath(".//*[@name=$name]/@value", name=name)]

    def filled(self, values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """What the form would send: its own values, with `values` over them."""
        found: dict[str, list[str]] = {}
        for name, value in self.element.form_values():
            found.setdefault(name, []).append(value)
        return found | {name: list(given) for name, given in values.items()}

    def goes_on(self) -> dict[str, list[str]]:
        """The name and value of the button that leads on."""
        for button in self.element.xpath(".//button | .//input[@type='submit']"):
            name, value = button.get("name"), button.get("value") or ""
            if button.get("type", "submit") == "submit" and (name is None or value in _GOES_ON):
                return {name: [value]} if name else {}
        return {}


class Browser:
    """One person's browser. `language` is that of the pages it asks for."""

    def __init__(self, base_url: str, language: str = "th") -> None:
        self._prefix = "/en" if language == "en" else ""
        self._client = httpx.Client(base_url=base_url, follow_redirects=True, timeout=SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget the cookies and let go of the connections."""
        self._client.close()

    def open(self, path: str, **query: str) -> Shown:
        """The page at a path or address, in the browser's language. Raises PageProblem unless it is a good one."""
        place = path if path.startswith("http") else self._prefix + path
        return self._shown(self._send("GET", place, params=query or None))

    def send(
        self, form: Form, values: Mapping[str, Sequence[str]] | None = None, files: Sequence[Upload] = ()
    ) -> Shown:
        """Fill in a form and press the button that leads on, or the one named in `values`."""
        filled = form.goes_on() | form.filled(values or {})
        if form.method == "GET":
            return self._shown(self._send("GET", form.action, params=filled))
        parts = [(one.name, (one.file.name, one.file.content, one.file.content_type)) for one in files]
        headers = {"Referer": form.page.address}
        return self._shown(self._send("POST", form.action, data=filled, files=parts or None, headers=headers))

    def fetch(self, address: str) -> bytes:
        """A file."""
        return self._good(self._send("GET", address)).content

    def _send(self, method: str, place: str, **parts: Any) -> httpx.Response:
        try:
            return self._client.request(method, place, **parts)
        except httpx.HTTPError as error:
            raise PageProblem(f"{method} {place}: {error or type(error).__name__}") from error

    def _shown(self, response: httpx.Response) -> Shown:
        if "html" not in response.headers.get("content-type", ""):
            self._good(response)
            raise PageProblem(f"{response.url.path} is not a page")
        tree = html.document_fromstring(response.content, parser=html.HTMLParser(encoding="utf-8"))
        page = Shown(str(response.url), response.status_code, tree, response.content)
        if response.status_code >= 400:
            raise PageProblem(page.problem())
        return page

    def _good(self, response: httpx.Response) -> httpx.Response:
        if response.status_code >= 400:
            raise PageProblem(f"{response.url.path} answered {response.status_code}")
        return response
