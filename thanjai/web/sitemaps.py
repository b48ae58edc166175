"""For search engines: what they may read, and the list of all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import slugs
from thanjai.catalogue import listing
from thanjai.kernel.limits import SHOWN, limited

PLAIN: Final = ("home", "services", "public_register", "track", "verify", "how_to_check", "privacy")
"""Pages of the site itself."""
PRIVATE: Final = (
    "account/", "answer/", "apply/", "carry/", "case/", "display/", "hand-over/", "mandate/", "office/", "opinion/",
    "oversight/", "p/", "plan/",
    "r/", "renew/", "sign-in/", "sign-out/", "time/", "try/", "v/", "verify/report/", "cookies/only-necessary/",
)  # fmt: skip
"""Where search engines need not go: nothing there is for them, and they are told so again if they do."""
MACHINES: Final = ("api/", "hooks/", "log/", "oidc/", "metrics", "wallet/")
KEPT_SECONDS: Final = 3600
_SLUG, _SERVICE = "the-agency", "the-service"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in both languages."""

    th: str
    en: str
    changed: datetime | None = None


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where the list of it is."""
    closed = [f"{root}/{path}" for root in ("", "/en") for path in PRIVATE] + [f"/{path}" for path in MACHINES]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}",
    ]
    return _kept(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of lists."""
    lists: list[tuple[str, datetime | None]] = [(settings.BASE_URL + reverse("sitemap_pages"), None)]
    for part in listing.parts():
        path = reverse("sitemap_services", kwargs={"first": part.first, "last": part.last})
        lists.append((settings.BASE_URL + path, part.changed))
    return _xml(request, "sitemaps/index.xml", {"lists": lists})


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """The site's own pages, and those of agencies."""
    entries = [_both(name) for name in PLAIN]
    pattern = _both("agency", slug=_SLUG)
    entries += [_filled(pattern, slug, "", None) for slug in slugs()]
    return _list(request, entries)


@require_safe
@limited(SHOWN)
def sitemap_services(request: HttpRequest, first: UUID, last: UUID) -> HttpResponse:
    """What is offered by agencies between two ids."""
    return _list(request, _services(first, last))


def _services(first: UUID, last: UUID) -> Iterator[Entry]:
    pattern = _both("manual", slug=_SLUG, service=_SERVICE)
    for slug, service, changed in listing.lines_of(first, last):
        yield _filled(pattern, slug, service, changed)


def _both(name: str, **parts: str) -> Entry:
    found = {}
    for language in ("th", "en"):
        with override(language):
            found[language] = settings.BASE_URL + reverse(name, kwargs=parts or None)
    return Entry(found["th"], found["en"])


def _filled(pattern: Entry, slug: str, service: str, changed: datetime | None) -> Entry:
    """To look up an address for each of thousands would take most of the time."""
    th, en = (one.replace(_SLUG, slug).replace(_SERVICE, service) for one in (pattern.th, pattern.en))
    return Entry(th, en, changed)


def _list(request: HttpRequest, entries: Iterable[Entry]) -> HttpResponse:
    return _xml(request, "sitemaps/list.xml", {"entries": entries})


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return _kept(render(request, template, context, content_type="application/xml; charset=utf-8"))


def _kept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer
