"""Giving, taking and ending mandates. Every write is the platform's, after the rules have allowed it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from thanjai.accounts.selectors import person as person_by_id
from thanjai.domain import mandate as rules
from thanjai.domain.mandate import Basis
from thanjai.domain.numbering import format_access_code
from thanjai.domain.periods import end_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_secret
from thanjai.kernel.secrets import bearer_of, seal
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as
from thanjai.mandates import letters, selectors
from thanjai.mandates.models import Agreement, Holder, Mandate, Party

LINK_LASTS: Final = timedelta(days=30)


@dataclass(frozen=True)
class Terms:
    """What is offered: to whom by e-mail, how many of them act together, in what, until when."""

    holders: Sequence[str]
    until: date
    services: Collection[str] = ()
    needed: int = 1
    may_grant: bool = False


@transaction.atomic
def offer(*, actor: Actor, source: UUID | None, terms: Terms, known: Collection[str]) -> Mandate:
    """Give a mandate online: for oneself (`source` None), or for a party out of a mandate one holds.

    It is in force when enough of those invited have accepted. `known` are the services that there are.
    """
    giver = _person(actor)
    given_from = selectors.mandate(source) if source else None
    wanted = _wanted(terms, known, frozenset(str(one) for one in given_from.agencies) if given_from else frozenset())
    rules.check_offer(wanted, now(), selectors.rules_of(given_from) if given_from else None, str(giver))
    with acting_as(PLATFORM):
        party = given_from.party if given_from else _party_of_person(giver)
        row = Mandate.objects.create(
            party=party, source=given_from, basis=Basis.ONLINE.value, services=sorted(wanted.reach.services),
            agencies=given_from.agencies if given_from else [], until=wanted.reach.until, needed=terms.needed,
            may_grant=terms.may_grant, given_by=giver, given_by_name=actor.name, given_at=now(),
        )  # fmt: skip
        invite(row, wanted.holders)
    return row


def wanted_on_paper(terms: Terms, known: Collection[str], agency: UUID) -> rules.Wanted:
    """A mandate on paper as the rules judge it: valid at the agency that checks it. Raises Refusal."""
    wanted = _wanted(terms, known, frozenset({str(agency)}))
    rules.check_offer(wanted, now(), None, "")
    return wanted


def _wanted(terms: Terms, known: Collection[str], agencies: frozenset[str]) -> rules.Wanted:
    holders = tuple(address.strip().lower() for address in terms.holders if address.strip())
    for address in holders:
        try:
            validate_email(address)
        except ValidationError:
            raise Refusal(
                "holder_email",
                Text(
                    th=f"อีเมล {address} ไม่ถูกต้อง เช่น somsri@example.com",
                    en=f"{address} is no e-mail address, like somsri@example.com.",
                ),
                field="holders",
            ) from None
    reach = rules.Reach(end_of(terms.until), frozenset(terms.services), agencies)
    return rules.Wanted(reach, holders, terms.needed, terms.may_grant, frozenset(known))


def invite(row: Mandate, addresses: Sequence[str]) -> list[Holder]:
    """Invite those who are to hold a mandate, each by a link of their own. The caller acts as the platform."""
    made = []
    for address in addresses:
        code = format_access_code(new_secret(16))
        holder = Holder.objects.create(
            mandate=row, email=address, bearer=bearer_of(code), sealed_code=seal(code),
            link_until=now() + LINK_LASTS,
        )  # fmt: skip
        letters.invite(holder)
        made.append(holder)
    return made


def _party_of_person(person: UUID) -> Party:
    found = person_by_id(person)
    party, _ = Party.objects.get_or_create(person_id=person, defaults={"name": found.name, "created_at": now()})
    return party


@transaction.atomic
def answer(*, actor: Actor, bearer: str, accepts: bool) -> Mandate:
    """Accept or decline what a one-time link offers, as the person who has signed in. The link then opens no more."""
    person = _person(actor)
    with acting_as(PLATFORM):
        found = Holder.objects.select_for_update(of=("self",)).exclude(bearer="").filter(bearer=bearer).first()
        if found is None or found.link_until <= now():
            raise no_such_invitation()
        row = _locked(found.mandate_id)
        if row.ended_at is not None or row.until <= now():
            raise no_such_invitation()
        if accepts and row.holders.filter(person_id=person).exclude(left_at__isnull=False).exists():
            raise Refusal(
                "holds_already",
                Text(
                    th="ท่านตอบรับการมอบอำนาจนี้แล้ว ให้ผู้รับอีกคนเข้าสู่ระบบด้วยบัญชีของตนเอง",
                    en="You hold this mandate already. The other person must sign in with their own account.",
                ),
            )
        found.bearer, found.sealed_code = "", ""
        if accepts:
            found.person_id, found.name, found.accepted_at = person, actor.name, now()
        else:
            found.left_at = now()
        found.save()
        _settle(row, actor.name)
    return row


def _settle(row: Mandate, by: str) -> None:
    """In force when enough have accepted; over when too few are left who could act."""
    remaining = row.holders.filter(left_at__isnull=True)
    accepted = remaining.filter(accepted_at__isnull=False).count()
    if row.in_force_at is None and accepted >= row.needed:
        row.in_force_at = now()
        row.save(update_fields=["in_force_at"])
    short = accepted if row.in_force_at else remaining.count()
    if row.ended_at is None and short < row.needed:
        _end(row, by)


@transaction.atomic
def give_back(*, actor: Actor, mandate_id: UUID) -> Mandate:
    """The holder wants to act no longer. At once: the next thing they look for is not there."""
    person = _person(actor)
    with acting_as(PLATFORM):
        row = _locked(mandate_id)
        mine = row.holders.filter(person_id=person, left_at__isnull=True, accepted_at__isnull=False)
        if not mine.update(left_at=now()):
            raise Refusal("no_such_mandate", Text(th="ท่านไม่ได้ถือการมอบอำนาจนี้", en="You do not hold this mandate."))
        _settle(row, actor.name)
    return row


@transaction.atomic
def revoke(*, actor: Actor, mandate_id: UUID) -> Mandate:
    """End a mandate at once, with all that were given out of it: by who gave it, the party itself, whoever may give
    all of the party's mandates, or an officer of the agency that checked its paper."""
    row = selectors.mandate(mandate_id)
    if not may_revoke(actor, row):
        raise Refusal(
            "not_allowed",
            Text(
                th="ผู้มอบอำนาจ ผู้มีอำนาจของนิติบุคคล หรือหน่วยงานที่ตรวจหนังสือมอบอำนาจเท่านั้นที่เพิกถอนได้",
                en="Only whoever gave it, somebody who gives the company's mandates, or the agency that checked it can.",
            ),
        )
    with acting_as(PLATFORM):
        locked = _locked(mandate_id)
        if locked.ended_at is None:
            _end(locked, actor.name)
    return locked


def may_revoke(actor: Actor, row: Mandate) -> bool:
    """Whether whoever asks stands on the giving side of a mandate that they see."""
    if actor.kind is Kind.OFFICER:
        return actor.delegation is None and row.agency_id is not None and row.agency_id == actor.agency
    if actor.kind is not Kind.PERSON or actor.person is None:
        return False
    if row.party.person_id == actor.person or (row.agency_id is None and row.given_by == actor.person):
        return True
    wide = (one for one in selectors.can_grant(actor.person) if not one.services and not one.agencies)
    return any(one.party_id == row.party_id and one.id != row.id for one in wide)


def _end(row: Mandate, by: str) -> None:
    """The mandate and, one after another, those given out of it. What was done under them stands."""
    ending, at = [row.id], now()
    while ending:
        Mandate.objects.filter(pk__in=ending, ended_at__isnull=True).update(ended_at=at, ended_by_name=by[:200])
        Holder.objects.filter(mandate_id__in=ending).update(bearer="", sealed_code="")
        children = Mandate.objects.filter(source_id__in=ending, ended_at__isnull=True)
        ending = list(children.values_list("id", flat=True))
    row.ended_at, row.ended_by_name = at, by


@transaction.atomic
def agree(*, actor: Actor, mandate_id: UUID, subject: UUID, what: str, content: str) -> int:
    """Agree, as a holder, to something exactly as it is; how many more must. Again, it is the same agreement.

    `content` is the digest of what is agreed to: change anything, and everybody is asked anew.
    """
    person = _person(actor)
    row = selectors.mandate(mandate_id)
    standing = selectors.rules_of(row)
    if str(person) not in standing.accepted or not standing.is_in_force(now()):
        raise Refusal("mandate_over", Text(th="การมอบอำนาจนี้สิ้นสุดแล้ว", en="This mandate is over."))
    with acting_as(PLATFORM):
        Agreement.objects.get_or_create(
            subject=subject, what=what, digest=content, person_id=person,
            defaults={"mandate": row, "person_name": actor.name, "at": now()},
        )  # fmt: skip
        so_far = {str(one.person_id) for one in selectors.agreed(subject, what, content)}
    return standing.lacking(so_far)


def _locked(id: UUID) -> Mandate:
    return Mandate.objects.select_for_update(of=("self",)).select_related("party").get(pk=id)


def _person(actor: Actor) -> UUID:
    if actor.kind is not Kind.PERSON or actor.person is None:
        raise Refusal("sign_in_first", Text(th="เข้าสู่ระบบก่อน", en="Sign in first."))
    return actor.person


def no_such_invitation() -> Refusal:
    return Refusal(
        "no_such_invitation",
        Text(
            th="ลิงก์นี้ใช้ไปแล้ว หมดอายุ หรือถูกยกเลิก ขอให้ผู้มอบอำนาจส่งใหม่",
            en="This link was used, has run out, or was taken back. Ask whoever gave the mandate to send another.",
        ),
    )
