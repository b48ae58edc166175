"""The Jinja2 environment: gettext, dates in the right era, money, and the GOV.UK macros."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, PackageLoader, PrefixLoader, select_autoescape
from jinja2 import ChoiceLoader

from thanjai.domain import buddhist
from thanjai.domain.money import baht
from thanjai.domain.text import Text


def words(text: Text | dict[str, str] | None) -> str:
    """A two-language text in the language of the page."""
    if text is None:
        return ""
    if isinstance(text, dict):
        return text["en"] if get_language() == "en" else text["th"]
    return text.in_language(get_language() or "th")


def day(value: date | datetime | str | None, style: str = "long") -> str:
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


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def in_other_language(request: Any) -> str:
    """This page's address in the other language."""
    other = "th" if get_language() == "en" else "en"
    return translate_url(request.get_full_path(), other)


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
    env.filters.update(words=words, day=day, moment=moment, baht=baht)
    env.globals.update(
        url=url, static=static, language=get_language, in_other_language=in_other_language, DEMO=settings.DEMO
    )
    return env
