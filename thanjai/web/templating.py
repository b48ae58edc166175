"""The Jinja2 environments, one for each language: its words, dates in its era, money.

Which language a page is in is settled once, when its template is chosen. Texts that say always the same are
looked up when the template is compiled, so a page's many words cost nothing while it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override, trans_real
from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension

from thanjai.domain import buddhist
from thanjai.domain.answering import office_time
from thanjai.domain.money import baht
from thanjai.domain.text import Text
from thanjai.kernel import clock
from thanjai.web import found
from thanjai.web.cookies import has_chosen
from thanjai.web.identity import is_excused, oversees, serves

ENGLISH: Final = "/en/"


class Templates(Jinja2):
    """Django's Jinja2 backend with an environment for each language."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        loader, auto_reload = self.env.loader, self.env.auto_reload
        self._thai, self._english = (
            environment(language, loader=loader, auto_reload=auto_reload) for language in ("th", "en")
        )

    @property
    def env(self) -> Environment:
        return self._english if get_language() == "en" else self._thai

    @env.setter
    def env(self, first: Environment) -> None:
        """Django's own single environment serves only to hand over its loader."""
        self._thai = self._english = first


class FixedTexts(InternationalizationExtension):
    """`{% trans %}` whose texts without variables are translated when the template is compiled."""

    def _make_node(self, singular: str, plural: str | None, *rest: Any) -> nodes.Output:
        context, variables, plural_expr, vars_referenced, _ = rest
        if plural_expr is not None or vars_referenced or variables or context is not None:
            return super()._make_node(singular, plural, *rest)
        plain_text = cast(Callable[[str], str], self.environment.globals["plain_text"])
        return nodes.Output([nodes.TemplateData(plain_text(singular))])


class Catalogue:
    """One language's texts, as Jinja wants to call them."""

    def __init__(self, language: str) -> None:
        with override(language):
            self._texts = trans_real.translation(language)

    def gettext(self, message: str) -> str:
        return str(self._texts.gettext(message)) if message else ""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return str(self._texts.ngettext(singular, plural, number))


class Speech:
    """The filters and functions whose outcome depends on the language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._fixed_url = lru_cache(maxsize=256)(self._reverse)

    def words(self, text: Text | Mapping[str, str] | None) -> str:
        """A two-language text in the language of the page."""
        if text is None:
            return ""
        return text.in_language(self.language) if isinstance(text, Text) else text[self.language]

    def name_of(self, thing: Any, part: str = "name") -> str:
        """The Thai or English column of a row, such as an agency's name."""
        return str(getattr(thing, f"{part}_{self.language}"))

    def day(self, value: date | datetime | str | None, style: buddhist.Style = "long") -> str:
        """A day in Bangkok, in the Buddhist Era in Thai."""
        if value is None:
            return ""
        if isinstance(value, str):
            value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        if isinstance(value, datetime):
            value = value.astimezone(buddhist.BANGKOK).date()
        return buddhist.format_day(value, self.language, style)

    def moment(self, value: datetime | str | None) -> str:
        """A day and the time of day in Bangkok."""
        if value is None:
            return ""
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return buddhist.format_moment(value, self.language)

    def office_time(self, minutes: int) -> str:
        """Minutes of office hours, as hours and minutes."""
        return self.words(office_time(minutes))

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """The address of a page. One without parts is the same each time, and every page links to a dozen."""
        if args or kwargs:
            return reverse(name, args=args or None, kwargs=kwargs or None)
        return self._fixed_url(name)

    def _reverse(self, name: str) -> str:
        with override(self.language):
            return reverse(name)


def speech() -> Speech:
    """For code that writes words outside a template, in the language of the request."""
    return _SPEECHES["en" if get_language() == "en" else "th"]


_SPEECHES: Final = {language: Speech(language) for language in ("th", "en")}


def megabytes(size: int) -> str:
    """A file's size as people read it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, size // 1000)} kB"


@lru_cache(maxsize=256)
def asset(path: str) -> str:
    """The address of a file of ours, which names its content and stays the same while the process lives."""
    return static(path)


def moved_clock() -> datetime | None:
    """What time it is in a demonstration whose clock was moved; None where the clock is the world's."""
    return clock.now() if clock.ahead() else None


def in_other_language(request: HttpRequest) -> str:
    """This page's address in the other language: English lies under /en/, Thai at the root."""
    path = request.get_full_path()
    return path[len(ENGLISH) - 1 :] if path.startswith(ENGLISH) else ENGLISH[:-1] + path


def environment(language: str = "th", **options: Any) -> Environment:
    """The environment of one language."""
    own = {"extensions": [FixedTexts], "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    env = Environment(**{**options, **own})
    env.policies["ext.i18n.trimmed"] = True
    catalogue, speech = Catalogue(language), _SPEECHES[language]
    env.install_gettext_callables(catalogue.gettext, catalogue.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(
        words=speech.words,
        name_of=speech.name_of,
        day=speech.day,
        moment=speech.moment,
        baht=baht,
        megabytes=megabytes,
        office_time=speech.office_time,
    )
    env.globals.update(
        url=speech.url, static=asset, language=lambda: language, in_other_language=in_other_language,
        oversees=oversees, serves=serves, is_excused=is_excused, has_chosen_cookies=has_chosen, plain_text=catalogue.gettext, DEMO=settings.DEMO, moved_clock=moved_clock,
        is_found=found.is_found, is_public_page=found.is_public_page, own_addresses=found.addresses,
    )  # fmt: skip
    return env
