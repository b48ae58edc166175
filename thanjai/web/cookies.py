"""What people allow this site to keep in their browser. All but the necessary is off until they say otherwise."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thanjai.web import identity

CHOICE: Final = "cookie-choice"
PLACE: Final = "place"
GROUPS: Final = ("performance", "targeting")
"""The groups that may be allowed; the necessary cookies are not asked about."""
_A_YEAR: Final = 365 * 86_400


@dataclass(frozen=True)
class Cookie:
    """A cookie that this site sets: its name as browsers show it, what for, how long."""

    name: str
    purpose: str
    kept: str


def necessary() -> list[Cookie]:
    """Every cookie there is. A test compares it with what pages really set."""
    return [
        Cookie(settings.SESSION_COOKIE_NAME, _("Who is signed in"), _("%(hours)d hours at most, or until you sign out") % {"hours": settings.THANJAI_SESSION_LIMITS["PERSON_HOURS"]}),
        Cookie(settings.CSRF_COOKIE_NAME, _("That a form comes from you and from nobody else"), _("1 year")),
        Cookie(", ".join(identity.key_cookies()), _("The key to your own request; it is sent to that request's pages only"), _("90 days")),
        Cookie(PLACE, _("Your subdistrict, district or province, when you ask for it to be kept"), _("Until you close the browser")),
        Cookie(_choice(), _("What you chose on this page"), _("1 year")),
    ]  # fmt: skip


def _choice() -> str:
    """Of an https installation: a browser takes a cookie of this name from our own host over https only."""
    return f"__Host-{CHOICE}" if settings.IS_SECURE else CHOICE


def has_chosen(request: HttpRequest) -> bool:
    return _choice() in request.COOKIES


def allowed(request: HttpRequest) -> frozenset[str]:
    """The groups that this browser's user has allowed. Whatever sets a cookie of such a group asks here first."""
    given = request.COOKIES.get(_choice(), "").split(".")
    return frozenset(group for group in GROUPS if group in given)


def remember(response: HttpResponse, groups: Collection[str]) -> None:
    """Keep the choice, which is a necessary cookie itself."""
    value = ".".join(group for group in GROUPS if group in groups) or "none"
    response.set_cookie(
        _choice(), value, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
