"""The letters of signing in, in the language of whoever asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thanjai.kernel.clock import in_the_world
from thanjai.web.signing_in.entering import place_of
from thanjai.web.templating import speech

_SALT: Final = "thanjai.open-account"
Letter = tuple[str, str]


def code(request: HttpRequest, email: str, context: Mapping[str, Any]) -> Letter:
    """The code, and a link that fills it in on the page that waits for it."""
    link = _link(request, "account_confirm_login_code", code=context["code"])
    body = _(
        "Your code for signing in to Thanjai: %(code)s\n\n"
        "Enter it on the page where you asked for it, or open this link in the same browser:\n%(link)s\n\n"
        "The code is good for %(minutes)d minutes. Nobody from an agency will ever ask you for it.\n"
        "If you did not ask for it, do nothing: without the code nobody gets in."
    ) % {"code": context["code"], "link": link, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}
    return _("Your code for signing in"), body


def no_account(request: HttpRequest, email: str, context: Mapping[str, Any]) -> Letter:
    """To an address that nobody has an account with: the way to one."""
    link = _link(request, "account_signup", token=signing.dumps(email.lower(), salt=_SALT))
    body = _(
        "Somebody, probably you, wants to sign in to Thanjai with this address. There is no account with it yet.\n\n"
        "To open one, follow this link within %(minutes)d minutes:\n%(link)s\n\n"
        "If it was not you, do nothing."
    ) % {"link": link, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}
    return _("Open an account with Thanjai"), body


def keys_changed(request: HttpRequest, email: str, context: Mapping[str, Any]) -> Letter:
    """To whoever signs in otherwise than before: a key, an app, codes or a provider was added or taken away."""
    body = _(
        "How you sign in to Thanjai was changed on %(when)s, from %(where)s: a passkey, an app, recovery codes or an "
        "account elsewhere was added, renewed or removed.\n\n"
        "If it was you, do nothing.\n"
        "If not, see what there is, and end the sessions that are not yours:\n%(link)s\n"
        "Officers also tell the head of their agency at once."
    ) % {
        "when": speech().moment(in_the_world()), "where": place_of(context["user_agent"], context["ip"]),
        "link": f"{settings.BASE_URL}{reverse('mfa_index')}",
    }  # fmt: skip
    return _("How you sign in was changed"), body


def _link(request: HttpRequest, view: str, **query: str) -> str:
    """To a page of ours, which leads on to where one was going."""
    wanted = request.POST.get("next", "")
    return f"{settings.BASE_URL}{reverse(view)}?{urlencode(query | ({'next': wanted} if wanted else {}))}"


def address_in(token: str) -> str | None:
    """The address that a link was sent to; None for a link that is old, or not ours."""
    try:
        return str(signing.loads(token, salt=_SALT, max_age=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT))
    except signing.BadSignature:
        return None


WRITTEN: Final[dict[str, Callable[[HttpRequest, str, Mapping[str, Any]], Letter]]] = {
    "account/email/login_code": code,
    "account/email/unknown_account": no_account,
}
