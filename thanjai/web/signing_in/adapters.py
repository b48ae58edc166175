"""What allauth asks of us: letters through our own queue, who a provider's person is, secrets sealed, where to go on."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urlencode, urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thanjai.accounts import actions
from thanjai.accounts import selectors as accounts
from thanjai.kernel.limits import client_network
from thanjai.kernel.secrets import seal, unseal
from thanjai.kernel.tenancy import DOOR, acting_as
from thanjai.messaging.actions import send_secret
from thanjai.web import identity
from thanjai.web.signing_in import entering, letters, telling

log = structlog.get_logger("thanjai.sign_in")

WRONG_CODE = _("The code is not right, or it was used already. Check it and enter it again.")
TOO_MANY = _("There were too many tries. Wait a few minutes and try again.")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts without passwords or names of their own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": WRONG_CODE, "too_many_login_attempts": TOO_MANY, "rate_limited": TOO_MANY,
    }  # fmt: skip

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The queue sends it, so an answer takes as long for an address we know as for one we do not."""
        subject, body = letters.WRITTEN.get(template_prefix, letters.keys_changed)(self.request, email, context)
        with transaction.atomic(), acting_as(DOOR):
            send_secret(to=email, subject=subject, body=body)

    def login(self, request: HttpRequest, user: Any) -> None:
        entrance = entering.proven(request, user)
        super().login(request, user)
        entering.enter(request, user, entrance, self.get_client_ip(request))
        telling.signed_in(request, user, entrance)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where they really are, not the proxy: tries are counted by it."""
        return client_network(request) or super().get_client_ip(request)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To the address of whoever's keys have changed, if they have one."""
        super().send_notification_mail(template_prefix, user, context, email or user.email or None)

    def is_safe_url(self, url: str) -> bool:
        """Only places on this site, named without it."""
        return is_own_place(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The pages of the oversight or the office for who works there, or one's account. Who serves several chooses."""
        if request.session.get(identity.SEVERAL):
            return reverse("choose_desk")
        if identity.oversees(request):
            return reverse("oversight")
        return reverse("office" if identity.serves(request) else "account")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)


def is_own_place(url: str) -> bool:
    """Whether this is a path on this site, which browsers read as one too."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Keys and codes, their secrets sealed like all others."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the installation's public name, whatever a request calls it."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "Thanjai"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """The device that it is made on, since that is where it usually stays."""
        return entering.place_of(self.request.META.get("HTTP_USER_AGENT", "")) or gettext("Passkey")


class Providers(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who the people of other sites are here: the number decides, whichever site has vouched for it."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Settings alone say which providers there are; the database is not asked."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_requests_session(self) -> Any:
        """Providers answer themselves: being sent elsewhere with our secret in hand is not followed."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """A new person, should it come to that; what was vouched for stays with the attempt."""
        sociallogin.claims = data["claims"]
        return _identified(sociallogin.user, sociallogin.claims)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person: by the provider's account, by the number, or whoever asked to be proven.

        Raises Refusal when the provider's account has come to stand for somebody else.
        """
        claims = sociallogin.claims
        stepping_up = self._who_steps_up(request, sociallogin)
        person = sociallogin.user if sociallogin.is_existing else accounts.person_by_national_id(claims.national_id)
        if stepping_up is not None:
            setattr(request, entering.STEPPED_UP_FROM, str(stepping_up.pk))
            person = person or (stepping_up if stepping_up.national_id_index is None else None)
        if person is not None:
            _identified(person, claims).save()
            if not sociallogin.is_existing:
                sociallogin.connect(request, person)

    def _who_steps_up(self, request: HttpRequest, sociallogin: Any) -> Any:
        """Whoever is signed in and has asked to be proven; to allauth it is a sign-in like any other."""
        process, sociallogin.state["process"] = sociallogin.state.get("process"), "login"
        return request.user if process == "connect" and request.user.is_authenticated else None

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> NoReturn:
        """Back to where one can choose again, saying why; the reason in full goes to our logs."""
        log.warning("no sign-in", provider=provider.sub_id, error=str(error), reason=_reason(exception))
        word = "cancelled" if error == AuthError.CANCELLED else "provider-failed"
        wanted = ((extra_context or {}).get("state") or {}).get("next")
        query = {"notice": word, **({"next": wanted} if wanted else {})}
        raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode(query)}"))


def _reason(exception: Any) -> str:
    """Our own words for it, or what kind of thing went wrong. What the provider wrote may hold personal data."""
    return str(getattr(exception, "reason", type(exception).__name__)) if exception else ""


def _identified(person: Any, claims: Any) -> Any:
    return actions.identify(person, number=claims.national_id, name=claims.name, name_en=claims.name_en)
