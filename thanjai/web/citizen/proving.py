"""Proving who one is in the middle of a request, without losing anything of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponseRedirect
from django.urls import reverse

from thanjai.cases import drafts
from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.kernel.tenancy import Kind
from thanjai.web import identity
from thanjai.web.requests import Request

if TYPE_CHECKING:
    from thanjai.cases.models import Draft


def is_lacking(request: Request, draft: Draft, definition: ServiceDefinition) -> bool:
    """Whether the service asks for more certainty about who applies over the network than we have."""
    is_new = draft.channel == "online" and draft.case_id is None
    return is_new and request.actor.assurance < definition.assurance


def to_prove(need: Assurance, back: str) -> HttpResponseRedirect:
    """To the ways of proving as much as a service asks for, and back to `back`."""
    query = {"need": str(need), "next": back}
    return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode(query)}")


def join(request: Request, draft: Draft) -> None:
    """A request begun before signing in, or before stepping up to another account, is now the person's."""
    before = request.session.get(identity.BEFORE) if request.actor.kind is Kind.PERSON else None
    drafts.join(actor=request.actor, draft=draft, before=UUID(before) if before else None)
