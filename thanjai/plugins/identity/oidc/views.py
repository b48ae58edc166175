"""Leaving for the provider, and coming back."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from thanjai.plugins.identity.oidc.provider import Client


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    """allauth's, which also remembers the nonce and the language of whoever left."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state["nonce"]
            translation.activate(state["language"])
        return state, response


def _client(request: HttpRequest, provider_id: str) -> Client:
    client = Client(request, provider_id)
    try:
        client.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return client


@require_POST
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider."""
    answer: HttpResponse = OAuth2LoginView.adapter_view(_client(request, provider_id))(request)
    return answer


@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The provider's answer, in the browser's address."""
    answer: HttpResponse = Callback.adapter_view(_client(request, provider_id))(request)
    return answer
