"""The Jinja2 environment: gettext, dates in the right era, money."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape

from thanjai.domain import buddhist
from thanjai.domain.money import baht
from thanjai.domain.text import Text
from thanjai.web.identity import serves

ENGLISH = "/en/"


def words(text: Text | dict[str, str] | None) -> str:
    """A two-language text in the language of the page."""
    if text is None:
        return ""
    if isinstance(text, dict):
        return text["en"] if get_language() == "en" else text["th"]
    return text.in_language(get_language() or "th")


def name_of(thing: Any, part: str = "name") -> str:
    """The Thai or English column of a row, such as an agency's name."""
    return str(getattr(thing, f"{part}_en" if get_language() == "en" else f"{part}_th"))


def day(value: date | datetime | str | None, style: buddhist.Style = "long") -> str:
    """A day in Bangkok, in the Buddhist Era in Thai."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(buddhist.BANGKOK).date()
    return buddhist.format_day(value, get_language() or "th", style)


def moment(value: datetime | str | None) -> str:
    """A day and the time of day in Bangkok."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return buddhist.format_moment(value, get_language() or "th")


def megabytes(size: int) -> str:
    """A file's size as people read it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, size // 1000)} kB"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    if args or kwargs:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    return _fixed_url(name, get_language() or "th")


@lru_cache(maxsize=256)
def _fixed_url(name: str, language: str) -> str:
    """The address of a page that has one address in each language; every page links to a dozen of them."""
    return reverse(name)


@lru_cache(maxsize=256)
def asset(path: str) -> str:
    """The address of a file of ours, which names its content and stays the same while the process lives."""
    return static(path)


def in_other_language(request: HttpRequest) -> str:
    """This page's address in the other language: English lies under /en/, Thai at the root."""
    path = request.get_full_path()
    return path[len(ENGLISH) - 1 :] if path.startswith(ENGLISH) else ENGLISH[:-1] + path


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend."""
    own = options.pop("loader")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env = Environment(
        loader=ChoiceLoader([own, govuk]),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        **{"autoescape": select_autoescape(default=True), **options},
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(words=words, name_of=name_of, day=day, moment=moment, baht=baht, megabytes=megabytes)
    env.globals.update(
        url=url, static=asset, language=get_language, in_other_language=in_other_language, serves=serves,
        DEMO=settings.DEMO,
    )
    return env
