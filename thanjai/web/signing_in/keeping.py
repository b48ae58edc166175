"""The pages of one's keys and sessions, and where one proves oneself once more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import deserialize_request
from allauth.mfa.base.views import IndexView, ReauthenticateView
from allauth.mfa.webauthn.internal.flows import reauthenticate
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse

from thanjai.accounts.keys import keys_of
from thanjai.agencies.selectors import officers_of
from thanjai.domain.definition.base import Role
from thanjai.kernel.tenancy import DOOR, acting_as
from thanjai.web import identity
from thanjai.web.citizen.apply import MENDED
from thanjai.web.notices import redirect_with
from thanjai.web.requests import Request
from thanjai.web.signing_in import entering
from thanjai.web.signing_in.entering import place_of

View = Callable[..., HttpResponse]


def confirmed_first(view: View) -> View:
    """When the page says that one must prove oneself first: there, and back with what was sent.

    It is done here and not by allauth's middleware, which comes when the transaction and its actor are gone.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except ReauthenticationRequired:
            return confirm(request)
        form = getattr(answer, "context_data", None) and answer.context_data.get("form")  # type: ignore[attr-defined]
        if form and form.is_bound and not form.is_valid():
            answer.status_code = MENDED
        return answer

    return guarded


def confirm(request: HttpRequest) -> HttpResponse:
    """Let whoever is signed in prove themselves; what they sent waits, and is done then."""
    answer: HttpResponse = suspend_request(request, reverse("mfa_reauthenticate"))
    return answer


def _go_on(view: Any) -> HttpResponse:
    """Do what waited, as the one who had sent it; else to where they came from."""
    request: Request = view.request
    waiting = request.session.pop(STATE_SESSION_KEY, None)
    wanted = view.get_success_url()
    if not waiting:
        return HttpResponseRedirect(wanted)
    again: Request = deserialize_request(waiting["request"], request)
    again.actor = identity.actor_of(again)
    found = resolve(again.path_info)
    with acting_as(again.actor):
        answer: HttpResponse = found.func(again, *found.args, **found.kwargs)
    return answer


class Confirm(ReauthenticateView):  # type: ignore[misc]
    """With a code of the app, or a recovery code."""

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        return _go_on(self)


class ConfirmByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        reauthenticate(self.request, form.cleaned_data["credential"])
        return _go_on(self)

    def form_invalid(self, form: Any) -> HttpResponse:
        return redirect_with("passkey-failed", "mfa_reauthenticate_webauthn")


class Keys(IndexView):  # type: ignore[misc]
    """All that one signs in with; and, for an officer, which of it still needs somebody's word."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        person, desks = self.request.user.pk, entering.desks_of(self.request.user.pk)
        keys = keys_of(person) if desks else []
        if not keys or any(key.is_sure for key in keys):
            return context
        with acting_as(DOOR):
            heads = [one for desk in desks for one in officers_of(desk.agency, Role.HEAD)]
        return {
            **context,
            "waiting": keys,
            "heads": sorted({one.person.name for one in heads if one.person_id != person}),
        }


class Sessions(ListUserSessionsView):  # type: ignore[misc]
    """Where one is signed in, with the way to end that: elsewhere, or everywhere."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = [(one, place_of(one.user_agent, one.ip)) for one in reversed(context["sessions"])]
        return {**context, "rows": rows, "notice": self.request.GET.get("ended", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        form.save(self.request)
        if self.request.POST.get("action") == "everywhere":
            identity.sign_out(self.request)
            return redirect_with("signed-out", "home")
        return HttpResponseRedirect(f"{reverse('usersessions_list')}?ended=1")
