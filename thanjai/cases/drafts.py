"""Drafts: answers being given, saved at every page, never lost and never submitted twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from thanjai.cases import at_rest
from thanjai.cases.models import Case, Draft
from thanjai.catalogue.selectors import Offer, offer
from thanjai.domain import case as domain
from thanjai.domain.case.state import Status
from thanjai.domain.numbering import format_access_code
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.datakeys import new_data_key
from thanjai.kernel.ids import new_id, new_secret
from thanjai.kernel.secrets import bearer_of, seal, unseal
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.kernel.transactions import joined
from thanjai.mandates.selectors import must_allow


@dataclass(frozen=True)
class Started:
    draft: Draft
    code: str


@joined()
def start_draft(
    *,
    actor: Actor,
    agency_slug: str,
    service_id: str,
    channel: str = "online",
    language: str = "th",
    mandate: UUID | None = None,
) -> Started:
    """Begin a request under the definition's current version; for somebody else by a mandate.

    What is done for somebody else has no secret and no person: whoever may act for them may see it, for as long as
    they may. Raises Refusal when the service is not open, or the mandate does not reach so far.
    """
    offered = offer(agency_slug, service_id)
    if not offered.is_open:
        raise _closed(offered)
    if mandate is not None:
        return Started(_for_party(actor, offered, channel, language, mandate), "")
    code = format_access_code(new_secret(16))
    bearer = bearer_of(code)
    draft = Draft(
        id=new_id(), agency_id=offered.agency.id, version_id=offered.version_id, bearer=bearer,
        sealed_code=seal(code), sealed_key=new_data_key(), channel=channel, language=language, pages_done=[],
        person_id=actor.person if actor.kind is Kind.PERSON else None, started_at=now(), saved_at=now(),
        service_id=service_id,
    )  # fmt: skip
    with acting_as(_holder(actor, bearer)):
        draft.save(force_insert=True)
    return Started(draft, code)


def _closed(offered: Offer) -> Refusal:
    if offered.ending is not None and offered.ending.is_over:
        return Refusal("service_retired", offered.ending.words)
    return Refusal(
        "service_closed",
        Text(
            th="หน่วยงานปิดรับคำขอบริการนี้ชั่วคราว ดูช่องทางอื่นในคู่มือ",
            en="The agency is not taking requests for this service now. See the manual for other ways.",
        ),
    )


def _for_party(actor: Actor, offered: Offer, channel: str, language: str, mandate: UUID) -> Draft:
    service, agency = offered.definition.id, offered.agency.id
    held = must_allow(mandate, actor.person, service, agency)
    draft = Draft(
        id=new_id(), agency_id=agency, version_id=offered.version_id, bearer="", sealed_code="",
        sealed_key=new_data_key(), channel=channel, language=language, pages_done=[], started_at=now(), saved_at=now(),
        service_id=service, party_id=held.party_id, mandate_id=held.id,
    )  # fmt: skip
    draft.save(force_insert=True)
    return draft


@joined()
def start_following(*, actor: Actor, row: Case, service_id: str, language: str, agency_slug: str) -> Draft:
    """Begin a request about what a case has brought: for the same holder, opened by the same secret.

    For somebody else it takes that the mandate of the case reaches so far. Raises Refusal as `start_draft` does.
    """
    offered = offer(agency_slug, service_id)
    if not offered.is_open:
        raise _closed(offered)
    if row.party_id is not None and row.mandate_id is not None:
        return _for_party(actor, offered, "online", language, row.mandate_id)
    draft = Draft(
        id=new_id(), agency_id=row.agency_id, version_id=offered.version_id, bearer=row.bearer,
        sealed_code=row.sealed_code, sealed_key=new_data_key(), language=language, person_id=row.person_id,
        started_at=now(), saved_at=now(), pages_done=[], service_id=service_id,
    )  # fmt: skip
    draft.save(force_insert=True)
    return draft


@joined()
def start_prepared(*, offered: Offer, bearer: str, sealed_code: str, person: UUID | None, language: str) -> Draft:
    """Begin a request that is sent at once, as one of several that the same secret opens. Raises Refusal when closed."""
    if not offered.is_open:
        raise _closed(offered)
    draft = Draft(
        id=new_id(), agency_id=offered.agency.id, version_id=offered.version_id, bearer=bearer,
        sealed_code=sealed_code, sealed_key=new_data_key(), language=language, person_id=person,
        started_at=now(), saved_at=now(), pages_done=[], service_id=offered.definition.id,
    )  # fmt: skip
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def start_correction(*, actor: Actor, case_id: UUID) -> Draft:
    """Begin, or go on with, mending a case: a draft with the answers given so far. The case is locked: one draft."""
    row = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if row is None:
        raise Refusal("no_such_case", Text(th="ไม่พบเรื่องนี้", en="There is no such case."))
    if domain.Case.model_validate(row.state).status is not Status.NEEDS_CORRECTION:
        raise Refusal(
            "nothing_to_correct", Text(th="ไม่มีข้อบกพร่องที่รอแก้ไข", en="There is nothing waiting to be corrected.")
        )
    open_one = Draft.objects.filter(case_id=case_id, submitted_at__isnull=True).first()
    if open_one is not None:
        return open_one
    draft = Draft(
        id=new_id(), agency_id=row.agency_id, version_id=row.version_id, bearer=row.bearer,
        sealed_code=row.sealed_code, sealed_key=new_data_key(), case_id=row.id, language=row.language,
        person_id=row.person_id, started_at=now(), saved_at=now(), pages_done=[], service_id=row.service_id,
        party_id=row.party_id, mandate_id=row.mandate_id,
    )  # fmt: skip
    draft.answers = row.state["answers"]
    draft.save(force_insert=True)
    return draft


@joined()
def save_answers(*, draft: Draft, page_id: str, values: Mapping[str, Any], is_done: bool) -> Draft:
    """Keep a page's answers, right or wrong, so that nothing typed is lost. `is_done`: they were all right.

    Raises Refusal when the request was submitted meanwhile.
    """
    done = [page_id] if is_done else []
    page = at_rest.page_sealed(draft.sealed_key, draft.id, page_id, values)
    saved = Draft.objects.raw(_SAVE, [Jsonb(page), page_id, done, now(), draft.id])
    newer = next(iter(saved), None)
    if newer is None:
        raise Refusal("already_submitted", Text(th="ยื่นคำขอนี้ไปแล้ว", en="This request was already submitted."))
    return newer


# One statement: two windows that save at the same time lose nothing of each other, without a lock held in between.
_SAVE = """
UPDATE cases_draft
SET answers = answers || %s, pages_done = array_remove(pages_done, %s) || %s::varchar[], saved_at = %s
WHERE id = %s AND submitted_at IS NULL
RETURNING *
"""


def may_be_claimed(actor: Actor, draft: Draft, before: UUID | None = None) -> bool:
    """Whether a request over the network, for oneself, is still to be put under the account of its holder."""
    is_ones_own = draft.channel == "online" and draft.party_id is None and draft.case_id is None
    holds_it = actor.kind is Kind.PERSON and actor.bearer != "" and actor.bearer == draft.bearer
    return is_ones_own and holds_it and draft.person_id != actor.person and draft.person_id in (None, before)


@joined()
def join(*, actor: Actor, draft: Draft, before: UUID | None = None) -> None:
    """Put a draft under the account of whoever goes on with it and holds its secret.

    It belongs to nobody yet, or to `before`: the account from which the same person has just stepped up to this one.
    """
    if may_be_claimed(actor, draft, before):
        Draft.objects.filter(pk=draft.id, submitted_at__isnull=True).update(person_id=actor.person)


def code_of(row: Draft | Case) -> str:
    """The secret of a draft or case, for its own applicant's links; empty for what is done for somebody else."""
    return unseal(row.sealed_code) if row.sealed_code else ""


def _holder(actor: Actor, bearer: str) -> Actor:
    """The same actor, holding the new draft's secret; an officer who helps is no more than that."""
    kind = Kind.BEARER if actor.kind in (Kind.PUBLIC, Kind.OFFICER) else actor.kind
    return replace(actor, kind=kind, bearer=bearer)
