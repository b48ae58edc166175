"""A simulator's pages: one layout for all, in the language that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from thanjai.domain import money
from thanjai.domain.text import Language, Text
from thanjai.plugins.payments.simulating.words import COMMON, in_language

_SAFE: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class Pages:
    """The pages of one simulator, from the folder `pages` of `package`.

    `menu` are addresses, each with the name of its word. `policy` is what its content policy says on top; `cookie`
    remembers the language.
    """

    package: str
    words: Mapping[str, Text]
    menu: tuple[tuple[str, str], ...]
    cookie: str
    policy: str = ""
    lists: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    """More words, by the names that templates have for them."""

    @cached_property
    def safe(self) -> dict[str, str]:
        """The headers of every answer."""
        return _SAFE | {"Content-Security-Policy": _POLICY + self.policy}

    @cached_property
    def _templates(self) -> Environment:
        loaders = [PackageLoader(one, "pages") for one in (self.package, __package__)]
        return Environment(
            loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip

    def page(self, request: Request, template: str, status: int = 200, *, at: str = "", **values: Any) -> Response:
        """A page. `at` is its address, where that is not the one that was asked for."""
        language = self.language(request)
        other = "th" if language == "en" else "en"
        here = request.url.replace(path=at, query="") if at else request.url
        html = self._templates.get_template(template).render(
            words=in_language(COMMON | dict(self.words), language), menu=self.menu, language=language,
            other_language=other, switch=f"{here.path}?{here.include_query_params(lang=other).query}", baht=money.baht,
            **{name: in_language(texts, language) for name, texts in self.lists.items()}, **values,
        )  # fmt: skip
        response = HTMLResponse(html, status_code=status, headers=self.safe)
        if request.query_params.get("lang") in ("th", "en"):
            response.set_cookie(self.cookie, language, samesite="lax", httponly=True)
        return response

    async def not_found(self, request: Request, _error: Exception | None = None) -> Response:
        """There is no such page."""
        return self.page(request, "not_found.html", 404)

    def language(self, request: Request) -> Language:
        """From `?lang=`, else from the cookie of an earlier choice, else Thai."""
        asked = request.query_params.get("lang") or request.cookies.get(self.cookie)
        return "en" if asked == "en" else "th"
