"""Who may see and do what, said again in Python, from what each table is for and not from its policies.

A table that is not here fails `test_every_table_has_its_rule`. Say for it who sees a row, adds one, changes it and
removes it; whatever is left out is the platform's alone. Draw some rows of it in `tests/security/drawn.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.security.drawn import Row, World
from thanjai.kernel.clock import BANGKOK
from thanjai.kernel.tenancy import Actor

Who = Callable[["Asked"], bool]


@dataclass(frozen=True)
class Asked:
    """Somebody asks for a row of a world."""

    world: World
    actor: Actor
    row: Row

    def of(self, row: Row | None) -> Asked | None:
        """The same one asks for another row."""
        return Asked(self.world, self.actor, row) if row is not None else None

    @property
    def kind(self) -> str:
        return "delegate" if self.actor.delegation else self.actor.kind.value


def nobody(asked: Asked) -> bool:
    return False


def anybody(asked: Asked) -> bool:
    return True


def any_of(*who: Who) -> Who:
    return lambda asked: any(one(asked) for one in who)


def platform(asked: Asked) -> bool:
    """The platform at all agencies' work."""
    return asked.kind == "worker" and asked.actor.agency is None


def worker_here(asked: Asked) -> bool:
    """The platform at work for the row's agency, or for all."""
    return platform(asked) or (asked.kind == "worker" and asked.actor.agency == asked.row["agency_id"])


def any_worker(asked: Asked) -> bool:
    return asked.kind == "worker"


def officer_here(asked: Asked) -> bool:
    """An officer of the row's agency, at their own agency's work."""
    return asked.kind == "officer" and asked.actor.agency == asked.row["agency_id"]


agency_side = any_of(officer_here, worker_here)


def door(asked: Asked) -> bool:
    return asked.kind == "door"


def overseer(asked: Asked) -> bool:
    return asked.kind == "overseer"


def owner(asked: Asked) -> bool:
    """The person whose row it is, signed in; or whoever holds its secret."""
    return (asked.kind == "person" and asked.row["person_id"] == asked.actor.person) or holds_secret(asked)


def holds_secret(asked: Asked) -> bool:
    secret = asked.row["bearer"]
    return asked.kind in ("person", "bearer") and secret != "" and secret == asked.actor.bearer


def holds_good_link(asked: Asked) -> bool:
    """Whoever holds the secret of a link to try a service, until it ends or is taken back."""
    row = asked.row
    return holds_secret(asked) and row["taken_back_at"] is None and row["ends_at"] > asked.world.now


def by_good_link(asked: Asked) -> bool:
    """What was done with such a link."""
    share = asked.of(asked.world.by_id("trials_share", asked.row["share_id"]))
    return holds_secret(asked) and share is not None and holds_good_link(share)


def concerned_themselves(asked: Asked) -> bool:
    """The row is about the person who asks, in whatever capacity."""
    return asked.actor.person is not None and asked.row["person_id"] == asked.actor.person


# In another's place


def in_force(world: World, mandate: Row) -> bool:
    return mandate["in_force_at"] is not None and mandate["ended_at"] is None and mandate["until"] > world.now


def mandates_held(asked: Asked) -> list[Row]:
    """The mandates by which a person may act now: accepted, not given back, in force."""
    if asked.kind != "person":
        return []
    held = {
        row["mandate_id"] for row in asked.world.rows["mandates_holder"]
        if row["person_id"] == asked.actor.person and row["accepted_at"] is not None and row["left_at"] is None
    }  # fmt: skip
    return [row for row in asked.world.rows["mandates_mandate"] if row["id"] in held and in_force(asked.world, row)]


def is_party(asked: Asked, party: Any) -> bool:
    row = asked.world.by_id("mandates_party", party)
    return asked.kind == "person" and row is not None and row["person_id"] == asked.actor.person


def acts_for(asked: Asked) -> bool:
    """The row is of a party for which the person holds a mandate that covers its service and agency, or who they are."""
    party = asked.row["party_id"]
    if party is None:
        return False
    return is_party(asked, party) or any(
        mandate["party_id"] == party
        and asked.row["service_id"] in (mandate["services"] or [asked.row["service_id"]])
        and asked.row["agency_id"] in (mandate["agencies"] or [asked.row["agency_id"]])
        for mandate in mandates_held(asked)
    )


def delegation(asked: Asked) -> Row | None:
    """The delegation under which an officer of another agency works here now; None when it gives them nothing."""
    row = asked.world.by_id("agencies_delegation", asked.actor.delegation)
    if asked.kind != "delegate" or row is None or row["giver_id"] != asked.actor.agency:
        return None
    serves = any(
        one["agency_id"] == row["taker_id"] and one["person_id"] == asked.actor.person and one["ended_at"] is None
        for one in asked.world.rows["agencies_membership"]
    )
    today = asked.world.now.astimezone(BANGKOK).date()
    agreed = row["accepted_at"] is not None and row["ended_at"] is None
    return row if serves and agreed and row["first"] <= today <= row["last"] else None


def delegate_of_case(asked: Asked) -> bool:
    """A case of the agency that gave the delegation, and of a service that it hands over."""
    given = delegation(asked)
    here = asked.actor.agency == asked.row["agency_id"]
    return given is not None and here and asked.row["service_id"] in given["services"]


sees_case: Final = any_of(agency_side, owner, acts_for, delegate_of_case)


def case_of(asked: Asked, column: str = "case_id") -> Asked | None:
    return asked.of(asked.world.by_id("cases_case", asked.row[column]))


def delegate_by_case(column: str = "case_id") -> Who:
    """An officer of another agency who sees the case that the row belongs to."""

    def who(asked: Asked) -> bool:
        case = case_of(asked, column)
        return asked.kind == "delegate" and case is not None and sees_case(case)

    return who


def applicant_by_case(column: str = "case_id") -> Who:
    """Whoever sees the case as its applicant: theirs, by its secret, or for a party."""

    def who(asked: Asked) -> bool:
        case = case_of(asked, column)
        return asked.kind in ("person", "bearer") and case is not None and sees_case(case)

    return who


def applicant_of_event(asked: Asked) -> bool:
    """The applicant writes what they did: into a case of theirs, or one that a draft of theirs becomes."""
    draft = asked.of(asked.world.by_id("cases_draft", asked.row["case_id"]))
    return applicant_by_case()(asked) or (
        asked.kind in ("person", "bearer") and draft is not None and sees_draft(draft)
    )


sees_draft: Final = any_of(worker_here, owner, acts_for)


# What belongs to cases


def in_place(column: str, *, papers: bool = True) -> Who:
    """What belongs to a case is seen with it by whoever sees the case in another's place: for a party, or under a
    delegation. The row names the case, a document or a receipt of it, or a draft."""

    def who(asked: Asked) -> bool:
        thing = asked.row[column]
        case = asked.of(asked.world.by_id("cases_case", _case_behind(asked.world, thing, papers=papers)))
        draft = asked.of(asked.world.by_id("cases_draft", thing))
        by_case = case is not None and (acts_for(case) or delegate_of_case(case))
        return by_case or (draft is not None and acts_for(draft))

    return who


def _case_behind(world: World, thing: Any, *, papers: bool) -> Any:
    receipt = world.by_id("money_receipt", thing)
    if receipt is not None:
        invoice = world.by_id("money_invoice", receipt["invoice_id"])
        return invoice and _case_behind(world, invoice["subject"], papers=True)
    document = world.by_id("documents_document", thing)
    return document["case_id"] if document is not None and papers else thing


sees_document: Final = any_of(agency_side, owner, in_place("case_id"))


def holder_of_document(asked: Asked) -> bool:
    document = asked.of(asked.world.by_id("documents_document", asked.row["document_id"]))
    return document is not None and owner(document)


def asks_about(asked: Asked) -> bool:
    """Whoever may see both a document and the request about it as its applicant."""
    return shown_by_holder(asked) and applicant_by_case()(asked)


def party_by_document(asked: Asked) -> bool:
    return asked.kind == "person" and in_place("document_id")(asked)


def shown_by_holder(asked: Asked) -> bool:
    """Whoever may see a document as its applicant sees who was shown it."""
    document = asked.of(asked.world.by_id("documents_document", asked.row["document_id"]))
    return asked.kind in ("person", "bearer") and document is not None and sees_document(document)


def delegate_by_document(asked: Asked) -> bool:
    return asked.kind == "delegate" and in_place("document_id")(asked)


sees_invoice: Final = any_of(agency_side, owner, in_place("subject"))
sees_receipt: Final = any_of(agency_side, owner, in_place("id"))


def notice_of_delay(asked: Asked) -> bool:
    """The overseer reads the notices of delay whose copies went to them."""
    return overseer(asked) and any(copy["file_id"] == asked.row["id"] for copy in asked.world.rows["cases_delaycopy"])


adds_file: Final = any_of(agency_side, owner, in_place("owner_id", papers=False))
sees_file: Final = any_of(agency_side, owner, in_place("owner_id"), notice_of_delay)


def asked_agency(asked: Asked) -> bool:
    """Whoever was asked sees the question: an officer of that agency, or the holder of its link."""
    return (asked.kind == "officer" and asked.row["asked_agency_id"] == asked.actor.agency) or holds_secret(asked)


def own_line(asked: Asked) -> bool:
    """An officer's own lines of the trail, at home or under a delegation that holds."""
    mine = asked.actor.agency == asked.row["agency_id"] and asked.row["person_id"] == asked.actor.person
    return mine and (asked.kind == "officer" or delegation(asked) is not None)


def of_the_platforms_pages(asked: Asked) -> bool:
    """What was said of pages that no agency has: for the oversight."""
    return overseer(asked) and asked.row["agency_id"] is None


# People, offices, mandates


def colleague(asked: Asked) -> bool:
    """Officers see who serves, or served, in their agency; whoever works for it under a delegation as well."""
    serves = any(
        row["person_id"] == asked.row["id"] and row["agency_id"] == asked.actor.agency
        for row in asked.world.rows["agencies_membership"]
    )
    return serves and (asked.kind == "officer" or delegation(asked) is not None)


def oneself(asked: Asked) -> bool:
    return asked.actor.person is not None and asked.row["id"] == asked.actor.person


def own_of_signing_in(asked: Asked) -> bool:
    """What belongs to signing in: the person's own; the door and the platform, who must find it."""
    mine = asked.kind == "person" and asked.row["user_id"] == asked.actor.person
    return mine or door(asked) or platform(asked)


def delegate_here(asked: Asked) -> bool:
    return delegation(asked) is not None and asked.row["agency_id"] == asked.actor.agency


def side_of_delegation(asked: Asked) -> bool:
    both = (asked.row["giver_id"], asked.row["taker_id"])
    by_side = asked.kind in ("officer", "worker") and asked.actor.agency in both
    works_under = asked.kind == "delegate" and asked.row["id"] == asked.actor.delegation
    return by_side or (works_under and asked.row["giver_id"] == asked.actor.agency)


def mandate_concerns(asked: Asked) -> bool:
    """A person: those they hold or were offered and took, gave themselves, that speak for them; and all of a party
    for which they may give mandates without limit."""
    if asked.kind != "person":
        return False
    me, row = asked.actor.person, asked.row
    named = any(
        one["mandate_id"] == row["id"] and one["person_id"] == me for one in asked.world.rows["mandates_holder"]
    )
    gave = row["given_by"] == me and row["agency_id"] is None
    manages = any(
        one["party_id"] == row["party_id"] and one["may_grant"] and not one["services"] and not one["agencies"]
        for one in mandates_held(asked)
    )
    return named or gave or is_party(asked, row["party_id"]) or manages


def mandate_of_case_here(asked: Asked) -> bool:
    """Whoever works on a case sees by which mandate it was sent."""
    cases = [asked.of(row) for row in asked.world.rows["cases_case"] if row["mandate_id"] == asked.row["id"]]
    return asked.kind in ("officer", "worker", "delegate") and any(case and sees_case(case) for case in cases)


sees_mandate: Final = any_of(agency_side, mandate_concerns, mandate_of_case_here)


def its_mandate(asked: Asked) -> bool:
    mandate = asked.of(asked.world.by_id("mandates_mandate", asked.row["mandate_id"]))
    return mandate is not None and sees_mandate(mandate)


def party_of_a_mandate(asked: Asked) -> bool:
    mandates = [asked.of(row) for row in asked.world.rows["mandates_mandate"] if row["party_id"] == asked.row["id"]]
    return any(mandate and sees_mandate(mandate) for mandate in mandates)


@dataclass(frozen=True)
class Rule:
    """Of one table. `grows_only`: nobody changes or removes a row, not even the platform."""

    see: Who
    add: Who = platform
    change: Who = platform
    remove: Who = platform
    grows_only: bool = False


def _all(who: Who, *, remove: Who | None = None) -> Rule:
    return Rule(who, who, who, remove or who)


_of_agency = Rule(agency_side, agency_side, agency_side, worker_here)
_by_platform = Rule(agency_side, worker_here, worker_here, worker_here)

RULES: Final[dict[str, Rule]] = {
    "accounts_person": Rule(
        any_of(oneself, door, any_worker, colleague), any_of(oneself, door, any_worker),
        any_of(oneself, door, any_worker), any_worker,
    ),
    "account_emailaddress": _all(own_of_signing_in),
    "mfa_authenticator": _all(own_of_signing_in),
    "socialaccount_socialaccount": _all(own_of_signing_in),
    "usersessions_usersession": _all(own_of_signing_in),
    "agencies_accessreview": Rule(agency_side, platform, grows_only=True),
    "agencies_actingorder": Rule(any_of(agency_side, concerned_themselves)),
    "agencies_agency": Rule(anybody),
    "agencies_appearance": Rule(anybody, agency_side, grows_only=True),
    "agencies_appearancechange": Rule(agency_side, agency_side, grows_only=True),
    "agencies_calendarchange": Rule(anybody, agency_side, grows_only=True),
    "agencies_delegation": Rule(any_of(side_of_delegation, platform)),
    "agencies_membership": Rule(
        any_of(agency_side, concerned_themselves, door, delegate_here), worker_here, worker_here, worker_here
    ),
    "agencies_rightschange": Rule(agency_side),
    "archive_keptpaper": _by_platform,
    "audit_alert": Rule(worker_here, worker_here, worker_here, nobody),
    "audit_choice": Rule(worker_here, worker_here, worker_here, nobody),
    "authoring_change": Rule(agency_side, agency_side, grows_only=True),
    "authoring_draft": _all(agency_side),
    "trials_comment": Rule(any_of(agency_side, by_good_link), any_of(agency_side, by_good_link), agency_side, agency_side),
    "trials_shake": _all(agency_side),
    "trials_share": Rule(any_of(agency_side, holds_good_link), agency_side, agency_side, agency_side),
    "trials_trial": Rule(any_of(agency_side, by_good_link), any_of(agency_side, by_good_link),
                         any_of(agency_side, by_good_link), agency_side),
    "batches_batch": _all(agency_side),
    "batches_line": _all(agency_side),
    "intake_intake": _all(agency_side),
    "intake_line": _all(agency_side),
    "bundles_bundle": Rule(anybody),
    "bundles_bundleversion": Rule(anybody, grows_only=True),
    "bundles_plan": _all(any_of(owner, platform)),
    "bundles_planpart": Rule(
        any_of(owner, agency_side), any_of(owner, platform), any_of(owner, platform), any_of(owner, platform)
    ),
    "cases_assistance": Rule(any_of(agency_side, delegate_by_case("draft_id")), agency_side, agency_side, worker_here),
    "cases_attention": Rule(any_of(agency_side, delegate_by_case()), agency_side, agency_side, worker_here),
    "cases_case": Rule(sees_case, any_of(agency_side, owner, acts_for), sees_case, worker_here),
    "cases_caseevent": Rule(
        any_of(agency_side, applicant_by_case(), delegate_by_case()),
        any_of(agency_side, applicant_of_event, delegate_by_case()), grows_only=True,
    ),
    "cases_consultation": Rule(
        any_of(agency_side, asked_agency, delegate_by_case()), any_of(agency_side, delegate_by_case()), agency_side,
        worker_here,
    ),
    "cases_delaycopy": Rule(
        any_of(agency_side, overseer, delegate_by_case()), agency_side, any_of(agency_side, overseer), worker_here
    ),
    "cases_digest": _by_platform,
    "cases_draft": Rule(sees_draft, sees_draft, sees_draft, worker_here),
    "cases_measuredtime": Rule(anybody, worker_here, worker_here, worker_here),
    "cases_registerline": _of_agency,
    "catalogue_adoption": Rule(anybody, agency_side, agency_side, worker_here),
    "catalogue_adoptionchange": Rule(agency_side, agency_side, grows_only=True),
    "catalogue_preparation": Rule(agency_side, agency_side, agency_side, agency_side),
    "catalogue_service": Rule(anybody),
    "showing_host": Rule(anybody),
    "catalogue_version": Rule(anybody, grows_only=True),
    **dict.fromkeys(
        ("documents_amendment", "documents_edition", "documents_replacement"),
        Rule(any_of(agency_side, holder_of_document, party_by_document), agency_side, worker_here, worker_here),
    ),
    **dict.fromkeys(("contact_call", "contact_callplan", "contact_question"), _by_platform),
    "documents_asked": Rule(
        any_of(agency_side, applicant_by_case()), any_of(worker_here, asks_about), worker_here, worker_here
    ),
    "documents_handover": Rule(
        any_of(agency_side, shown_by_holder), any_of(worker_here, shown_by_holder),
        any_of(worker_here, shown_by_holder), any_of(worker_here, shown_by_holder),
    ),
    "documents_change": Rule(
        any_of(agency_side, delegate_by_document), agency_side, grows_only=True
    ),
    "documents_document": Rule(sees_document, agency_side, agency_side, worker_here),
    "documents_listedword": Rule(agency_side, agency_side, worker_here, worker_here),
    "documents_logentry": Rule(anybody, agency_side, grows_only=True),
    "documents_loghead": Rule(anybody, platform, grows_only=True),
    "documents_logleaf": Rule(anybody, nobody, grows_only=True),
    "documents_renewal": Rule(any_of(agency_side, holder_of_document, in_place("document_id")), agency_side, agency_side, worker_here),
    "feedback_answer": Rule(any_of(agency_side, of_the_platforms_pages), platform, platform, platform),
    "feedback_asked": Rule(platform),
    "feedback_followup": Rule(agency_side, platform, platform, platform),
    "feedback_given": Rule(platform),
    "kernel_checkpoint": Rule(platform, grows_only=True),
    "kernel_link": Rule(platform, grows_only=True),
    "kernel_reading": Rule(
        any_of(worker_here, own_line, applicant_by_case("subject")), any_of(worker_here, own_line), grows_only=True
    ),
    "kernel_sequence": _of_agency,
    "kernel_storedfile": Rule(sees_file, adds_file, any_of(agency_side, owner), worker_here),
    "kernel_tally": Rule(nobody, nobody, nobody, nobody),
    "kernel_unsealed": Rule(platform, nobody),
    "mandates_agreement": Rule(any_of(platform, its_mandate), grows_only=True),
    "mandates_holder": Rule(any_of(platform, concerned_themselves, holds_secret, its_mandate)),
    "mandates_mandate": Rule(sees_mandate),
    "mandates_party": Rule(any_of(platform, concerned_themselves, party_of_a_mandate)),
    "messaging_message": Rule(worker_here, worker_here, worker_here, worker_here),
    "money_bankaccount": _by_platform,
    "money_bankline": Rule(agency_side, worker_here, worker_here, nobody),
    "money_biller": Rule(agency_side, worker_here, worker_here, nobody),
    "money_booknumber": Rule(agency_side, worker_here, grows_only=True),
    "money_closedday": Rule(agency_side, worker_here, grows_only=True),
    "money_entry": Rule(agency_side, worker_here, grows_only=True),
    "money_explanation": Rule(agency_side, worker_here, worker_here, nobody),
    "money_holding": _by_platform,
    "money_instruction": _by_platform,
    "money_invoice": Rule(sees_invoice, worker_here, worker_here, worker_here),
    "money_line": Rule(agency_side, worker_here, grows_only=True),
    "money_notice": _by_platform,
    "money_plan": _by_platform,
    "money_providerreport": Rule(platform, grows_only=True),
    "money_reading": Rule(anybody),
    "money_receipt": Rule(sees_receipt, worker_here, worker_here, nobody),
    "money_receiptbook": Rule(agency_side, worker_here, grows_only=True),
    "money_reportline": Rule(any_of(agency_side, platform)),
    "money_shift": _by_platform,
    "money_statement": Rule(agency_side, worker_here, grows_only=True),
    "money_taking": _by_platform,
    "money_tolerance": Rule(agency_side, worker_here, grows_only=True),
    "payouts_accountchange": _by_platform,
    "payouts_payee": _by_platform,
    "payouts_removal": _by_platform,
    "payouts_result": Rule(agency_side, worker_here, grows_only=True),
    "payouts_roll": Rule(agency_side, worker_here, worker_here, nobody),
    "payouts_rollline": Rule(agency_side, worker_here, worker_here, nobody),
    "payouts_scheme": _by_platform,
    "privacy_breach": _of_agency,
    "privacy_breachstep": Rule(agency_side, agency_side, grows_only=True),
    "privacy_dataoffice": Rule(anybody, agency_side, agency_side, worker_here),
    "privacy_retention": _of_agency,
    "privacy_tidied": Rule(platform),
    "wallet_statusplace": Rule(worker_here, worker_here, nobody, worker_here),
    "publishing_comment": Rule(agency_side, agency_side, grows_only=True),
    "publishing_release": _all(agency_side),
    "publishing_retirement": _all(agency_side),
    "publishing_review": _all(agency_side),
    "publishing_verdict": Rule(agency_side, agency_side, grows_only=True),
    "receiving_reception": Rule(any_of(agency_side, shown_by_holder), agency_side, worker_here, worker_here),
}  # fmt: skip

OPEN: Final[dict[str, str]] = {
    "accounts_cache": "counts tries by address of the network, and holds no facts about anybody",
    "django_migrations": "which migrations have run: nothing of anybody",
    "django_session": "found by its key alone, which is a secret of the browser; it is read before anybody is known",
    "procrastinate_jobs": "ids and numbers, never anybody's data; deferred by whoever does something",
    "procrastinate_events": "when jobs ran",
    "procrastinate_periodic_defers": "when jobs are due",
    "procrastinate_workers": "which workers live",
}
"""Tables without policies, each with the reason why it needs none."""

CLOSED: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("auth_group", "auth_group_permissions", "auth_permission", "django_content_type"),
        "Django's own permissions, which we do not use",
    ),
    **dict.fromkeys(
        ("account_emailconfirmation", "socialaccount_socialapp", "socialaccount_socialtoken"),
        "of signing in, and not used: codes are sent instead of links, providers are configured, no token is kept",
    ),
}
"""Tables that the application may not reach at all, and why they are there."""

OWNERS_VIEWS: Final[dict[str, str]] = {
    "contact_answers": "how long answers took, without a case, an officer or a word; asks itself who looks",
    "oversight_open_case": "facts of open cases without an applicant, an answer or an officer; asks itself who looks",
    "receiving_outcomes": "figures of what receivers took and refused, by agency, month and reason; asks itself who looks",
}
"""Views that do not ask as whoever looks at them, and why."""

DEFINERS: Final[dict[str, str]] = {
    "acting_mandates": "the mandates that concern a person; policies of mandates ask it",
    "acting_scopes": "what a person may work on for others; policies of cases ask it",
    "delegated_services": "what an officer of another agency may work on; policies of memberships ask it",
    "in_anothers_place": "whether the one who acts may work on the case behind something, for a party or an agency",
    "documents_listed": "which papers of the public register begin with some words: their services list them",
    "documents_checked": "which document has exactly this code, number or file, and whose it is; nothing of it",
    "documents_shown": "of the document with exactly this code, number or file what its public page says, and no more",
    "place_in_log": "gives a line of the public log its place; nobody else writes the tree",
    **dict.fromkeys(
        ("money_entry_balances", "money_line_balances", "money_lines_belong"),
        "a trigger: whether what was written into the books balances and belongs together, asked when who acts may be over",
    ),
    **dict.fromkeys(
        ("money_entry_booked", "money_entry_corrects", "money_day_closed"),
        "a trigger: under which day something is booked, what it corrects, and whether days are closed in their order",
    ),
    **dict.fromkeys(
        ("money_number_of_book", "money_receipt_replaces"),
        "a trigger: whether a number is in its book, and a receipt replaces a void one",
    ),
    "payouts_roll_goes_forward": "a trigger: whether a roll adds up when it is approved, and only goes forward",
    **dict.fromkeys(
        ("payouts_line_of_draft", "payouts_line_kept"),
        "a trigger: in which state the roll of a line is, which decides what of it may be written",
    ),
    "queue_reading": "notes that a line of the trail waits to be sealed; nobody else writes that list",
    "stands_in_log": "whether the public log says how a document stands; it sees the document whoever acts",
    "take_tally": "counts tries, whose table nobody reads",
    "tidy_tallies": "forgets tries that count no more",
}
"""Functions that run with their owner's rights, and why."""
