"""The pages before one is signed in: the ways in, the code, the second factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.adapter import get_adapter as get_providers
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thanjai.accounts import providers
from thanjai.accounts.actions import open_account
from thanjai.accounts.keys import LEVEL
from thanjai.accounts.selectors import person_by_email
from thanjai.agencies import selectors as agencies
from thanjai.domain.assurance import Assurance
from thanjai.web import identity
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import takes_forms
from thanjai.web.signing_in import entering, letters, telling
from thanjai.web.signing_in.adapters import is_own_place

if TYPE_CHECKING:
    from thanjai.accounts.models import Person
    from thanjai.agencies.models import Membership


LEFT_BEHIND: Final = '"cache", "storage"'
"""What a browser forgets of us when somebody signs out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An account that is offered, and how its person serves, if they do."""

    person: Person
    serves: Membership | None


@takes_forms
def sign_in(request: HttpRequest) -> HttpResponse:
    """The ways to prove who one is. A form posted here comes from a list of invented people."""
    if request.method != "POST":
        return _ask(request)
    provider = next((one for one in providers.all() if one.id == request.POST.get("provider", "")), None)
    if provider is None:
        raise Http404
    person = provider.identify(request.POST.dict())
    if person is None:
        return _ask(request, [Mend(_("This account is not known here. Choose one from the list."), "")], MENDED)
    level = _level(request.POST.get("level", "")) or Assurance.HIGH
    record_authentication(request, person, entering.DEMO_METHOD, **{LEVEL: str(level)})
    return let_in(request, person)


def let_in(request: HttpRequest, person: Any) -> HttpResponse:
    """Through allauth's stages, then to where one was going."""
    wanted = request.POST.get("next", "")
    answer: HttpResponse = perform_login(
        request, Login(user=person, redirect_url=wanted if is_own_place(wanted) else None)
    )
    return answer


def _level(text: str) -> Assurance | None:
    return Assurance(text) if text in {level.value for level in Assurance} else None


def _ask(request: HttpRequest, mends: list[Mend] | None = None, status: int = 200) -> HttpResponse:
    """The page of all ways in; when `need` names a level, of those that reach it."""
    need = _level(request.GET.get("need", "")) or Assurance.NONE
    serving = {one.person_id: one for one in agencies.everybody_serving()} if providers.all() else {}
    offered = [
        (provider, _by_agency([Choice(person, serving.get(person.id)) for person in provider.offered()]))
        for provider in providers.all()
    ]
    outside = get_providers().list_providers(request)
    context = {
        "outside": [one for one in outside if entering.provider_level(one.sub_id) >= need],
        "is_by_code": need <= Assurance.LOW,
        "is_by_passkey": need <= Assurance.SUBSTANTIAL,
        "offered": offered,
        "levels": [level for level in reversed(Assurance) if level >= need and level > Assurance.NONE],
        "need": need,
        "process": "connect" if need > Assurance.LOW and identity.PERSON in request.session else "login",
        "mends": mends or [],
        "next": request.POST.get("next", request.GET.get("next", "")),
        "notice": notice_of(request),
    }
    return render(request, "account/sign_in.html", context, status=status)


def _by_agency(choices: list[Choice]) -> list[tuple[object, list[Choice]]]:
    """Applicants first, then the officers of each agency."""
    groups: dict[object, list[Choice]] = {None: []}
    for choice in choices:
        groups.setdefault(choice.serves.agency if choice.serves else None, []).append(choice)
    return [(agency, members) for agency, members in groups.items() if members]


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    identity.sign_out(request)
    answer = redirect_with("signed-out", "home")
    answer["Clear-Site-Data"] = LEFT_BEHIND
    return answer


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]
    """Send a code to an address. What is answered is the same, whether there is an account with it or not."""

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.user.is_authenticated:
            get_adapter().logout(self.request)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=MENDED)
        return answer


class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Take the code, which the link of the letter has filled in."""

    def get_initial(self) -> dict[str, str]:
        return {"code": self.request.GET.get("code", "")}

    def form_invalid(self, form: Any) -> HttpResponse:
        telling.failed(self.request, "code")
        answer: HttpResponse = super().form_invalid(form)
        if isinstance(answer, HttpResponseRedirect):
            return redirect_with("too-many-codes", "sign_in")
        answer.status_code = MENDED
        return answer


@takes_forms
def new_account(request: HttpRequest) -> HttpResponse:
    """Open the account of an address whose letter has been read. The link alone opens nothing: a button does."""
    email = letters.address_in(request.POST.get("token", request.GET.get("token", "")))
    if email is None or person_by_email(email) is not None:
        # Once there is an account, the link is used up: codes lead in from then on.
        return redirect_with("old-link", "sign_in")
    if request.method != "POST":
        return render(request, "account/new_account.html", {"email": email, "asked": request.GET})
    person = open_account(email=email, language=get_language() or "th")
    record_authentication(request, person, "code", email=email)
    return let_in(request, person)


class EnterByPasskey(LoginWebAuthnView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        telling.failed(self.request, "passkey")
        return redirect_with("passkey-failed", "sign_in")
