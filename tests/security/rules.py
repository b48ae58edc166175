"""Who may open which address: one rule for each, and nothing without one.

A new address fails `test_every_address_has_its_rule` until it stands here. Choose the rule that fits; where its address
names something (a case, a file), say in `tests/security/places.py` where the test finds a real one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """What somebody gets."""

    OPEN = "open"
    """The page, or a word about what they sent to it."""
    SIGN_IN = "sign in"
    """They are asked who they are, and come back afterwards."""
    HIDDEN = "hidden"
    """Not found: nothing tells whether there is such a thing."""
    TOLD = "told"
    """They are told who may. Only where nothing of anybody's is given away by that: pages, not what they hold."""
    WHY = "why"
    """They say why first."""


class Role(StrEnum):
    """Those who ask. Each owns something: see `tests/security/places.py`."""

    PUBLIC = "public"
    HOLDER = "holder of an access code"
    OTHER_HOLDER = "holder of another code"
    APPLICANT = "applicant"
    OTHER_APPLICANT = "another applicant"
    AGENT = "holder of a mandate"
    FORMER_AGENT = "holder of a mandate that has ended"
    DESK = "front desk"
    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    CASHIER = "cashier"
    APPROVER = "approver"
    HEAD = "head"
    STRANGER = "head of another agency"
    STRANGER_DESK = "front desk of another agency"
    DELEGATE = "officer under a delegation"
    OVERSEER = "overseer"


NOT_SIGNED_IN: Final = frozenset({Role.PUBLIC, Role.HOLDER, Role.OTHER_HOLDER})
APPLYING: Final = frozenset({Role.APPLICANT, Role.OTHER_APPLICANT, Role.AGENT, Role.FORMER_AGENT})
OWN_OFFICERS: Final = frozenset({Role.DESK, Role.REVIEWER, Role.INSPECTOR, Role.CASHIER, Role.APPROVER, Role.HEAD})
STRANGERS: Final = frozenset({Role.STRANGER, Role.STRANGER_DESK})
OFFICERS: Final = OWN_OFFICERS | STRANGERS | {Role.OVERSEER}
"""Those who have an office of their own; the overseer has one as well."""
HEADS: Final = frozenset({Role.HEAD, Role.STRANGER, Role.OVERSEER})
OWNER: Final = {"code": Role.HOLDER, "account": Role.APPLICANT, "party": Role.AGENT}
"""Whose request it is, of the three kinds."""


@dataclass(frozen=True)
class Rule:
    """`answer` says what a role gets, of something that is `whose`. `per_owner`: asked for requests of all three kinds.

    `also` are further answers that are right for those who are let in, such as being asked why.
    """

    name: str
    answer: Callable[[Role, str], Answer]
    per_owner: bool = False
    also: frozenset[Answer] = frozenset()


def _all(role: Role, whose: str) -> Answer:
    return Answer.OPEN


def _signed_in(role: Role, whose: str) -> Answer:
    return Answer.SIGN_IN if role in NOT_SIGNED_IN else Answer.OPEN


def _concerned(role: Role, whose: str) -> Answer:
    return Answer.OPEN if role is Role.AGENT else Answer.HIDDEN


def _owner(role: Role, whose: str) -> Answer:
    return Answer.OPEN if role is OWNER[whose] else Answer.HIDDEN


def _planner(role: Role, whose: str) -> Answer:
    """In the test the holder of an access code has planned it, without an account."""
    return Answer.OPEN if role is Role.HOLDER else Answer.HIDDEN


def _office(role: Role, whose: str) -> Answer:
    if role is Role.DELEGATE:
        return Answer.TOLD
    return Answer.OPEN if role in OFFICERS else Answer.SIGN_IN


def _office_and_delegates(role: Role, whose: str) -> Answer:
    return Answer.OPEN if role in OFFICERS | {Role.DELEGATE} else Answer.SIGN_IN


def _heads(role: Role, whose: str) -> Answer:
    if role in HEADS:
        return Answer.OPEN
    return Answer.TOLD if role in OFFICERS | {Role.DELEGATE} else Answer.SIGN_IN


def _may_offer(role: Role, whose: str) -> Answer:
    return Answer.HIDDEN if role is Role.OVERSEER else _office(role, whose)


def _heads_may_offer(role: Role, whose: str) -> Answer:
    return Answer.HIDDEN if role is Role.OVERSEER else _heads(role, whose)


def _of_agency(role: Role, whose: str) -> Answer:
    if role is Role.DELEGATE:
        return Answer.TOLD
    return _of_agency_and_delegates(role, whose)


def _of_agency_and_delegates(role: Role, whose: str) -> Answer:
    if role in OWN_OFFICERS | {Role.DELEGATE}:
        return Answer.OPEN
    return Answer.HIDDEN if role in OFFICERS else Answer.SIGN_IN


def _of_head(role: Role, whose: str) -> Answer:
    if role is Role.HEAD:
        return Answer.OPEN
    if role in HEADS:
        return Answer.HIDDEN
    return Answer.TOLD if role in OFFICERS | {Role.DELEGATE} else Answer.SIGN_IN


def _cashiers(role: Role, whose: str) -> Answer:
    if role in HEADS | {Role.CASHIER}:
        return Answer.OPEN
    return Answer.TOLD if role in OFFICERS | {Role.DELEGATE} else Answer.SIGN_IN


def _of_cashiers(role: Role, whose: str) -> Answer:
    if role in HEADS - {Role.HEAD}:
        return Answer.HIDDEN
    return _cashiers(role, whose)


def _of_some(some: frozenset[Role]) -> Callable[[Role, str], Answer]:
    """Some officers of the agency whose it is: its others are told, another agency's find nothing."""

    def answer(role: Role, whose: str) -> Answer:
        found = _of_agency(role, whose)
        return Answer.TOLD if found is Answer.OPEN and role not in some else found

    return answer


def _helper(role: Role, whose: str) -> Answer:
    """In the test the head has helped."""
    if role is Role.DELEGATE:
        return Answer.TOLD
    if role is Role.HEAD:
        return Answer.OPEN
    return Answer.HIDDEN if role in OFFICERS else Answer.SIGN_IN


def _of_both_sides(role: Role, whose: str) -> Answer:
    if role is Role.DELEGATE:
        return Answer.TOLD
    if role in OWN_OFFICERS | STRANGERS:
        return Answer.OPEN
    return Answer.HIDDEN if role in OFFICERS else Answer.SIGN_IN


def _of_asked(role: Role, whose: str) -> Answer:
    if role is Role.DELEGATE:
        return Answer.TOLD
    if role in STRANGERS:
        return Answer.OPEN
    return Answer.HIDDEN if role in OFFICERS else Answer.SIGN_IN


def _oversight(role: Role, whose: str) -> Answer:
    return Answer.OPEN if role is Role.OVERSEER else Answer.SIGN_IN


ANYBODY: Final = Rule("anybody", _all)
MACHINES: Final = Rule("a machine that proves itself", _all)
ANYBODY_WHERE_SET: Final = Rule("anybody, where the installation has it", _all, also=frozenset({Answer.HIDDEN}))
WHOEVER_TRIES: Final = Rule(
    "anybody may send it; only an officer's changes anything", _all, also=frozenset({Answer.TOLD})
)
BY_LINK_ONCE_RENEWED: Final = Rule(
    "whoever has the secret link, once the licence is renewed", _all, also=frozenset({Answer.HIDDEN})
)
BY_LINK: Final = Rule("whoever has the secret link", _all)
BY_LINK_ONCE: Final = Rule("whoever has the secret link first", _all, also=frozenset({Answer.HIDDEN}))
SIGNED_IN: Final = Rule("whoever has signed in, with what is theirs", _signed_in)
SIGNED_IN_WITH_KEYS: Final = Rule(
    "whoever has signed in, of keys and codes that they have", _signed_in,
    also=frozenset({Answer.HIDDEN, Answer.TOLD}),
)  # fmt: skip
OWN_MANDATE: Final = Rule("whoever the mandate concerns", _concerned, also=frozenset({Answer.TOLD}))
OWNER_ONLY: Final = Rule("whose request it is", _owner, per_owner=True)
ITS_PLANNER: Final = Rule("whoever planned it", _planner)
OFFICE: Final = Rule("officers, at their own agency's desk", _office)
OFFICE_TOO: Final = Rule("officers, also those of another agency under a delegation", _office_and_delegates)
HEADS_ONLY: Final = Rule("the head, of their own agency", _heads)
ITS_OFFICERS: Final = Rule("officers of the agency whose it is", _of_agency, also=frozenset({Answer.WHY, Answer.TOLD}))
ITS_OFFICERS_TOO: Final = Rule(
    "officers of the agency whose it is, also under a delegation", _of_agency_and_delegates,
    also=frozenset({Answer.WHY, Answer.TOLD}),
)  # fmt: skip
MAY_OFFER: Final = Rule(
    "officers of an agency of a kind that gives the service", _may_offer, also=frozenset({Answer.TOLD})
)
HEADS_MAY_OFFER: Final = Rule("the head of an agency of a kind that gives the service", _heads_may_offer)
CASHIERS: Final = Rule("cashiers and the head, of their own agency", _cashiers)
ITS_CASHIERS: Final = Rule("cashiers and the head of the agency whose it is", _of_cashiers)
ITS_HEAD: Final = Rule("the head of the agency whose it is", _of_head)
WHO_HANDED_IN_OR_HEAD: Final = Rule("the head, and whoever handed it in", _of_some(frozenset({Role.HEAD})))
ITS_AUTHORS: Final = Rule("authors and the head of the agency whose it is", _of_some(frozenset({Role.HEAD})))
WHO_GRANTS: Final = Rule("those who may grant", _of_some(frozenset({Role.HEAD, Role.APPROVER})))
THE_HELPER: Final = Rule("the officer who helped, of their own helping", _helper)
BOTH_SIDES: Final = Rule("officers of both agencies", _of_both_sides, also=frozenset({Answer.TOLD}))
THE_ASKED: Final = Rule("officers of the agency that was asked", _of_asked)
OVERSIGHT: Final = Rule("the overseer", _oversight)
THE_DOOR: Final = Rule("whoever signs in", _all, also=frozenset({Answer.SIGN_IN}))

RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys(("security_txt", "time", "wallet_status"), ANYBODY_WHERE_SET),
    **dict.fromkeys(("renew_evidence", "renew_receipt"), BY_LINK_ONCE_RENEWED),
    "office_work_for": WHOEVER_TRIES,
    **dict.fromkeys(
        ("office_asked", "office_delegations", "office_review", "office_delegation_give", "office_letter_again",
         "office_data_record", "office_data_record_csv"),
        OFFICE,
    ),
    **dict.fromkeys(("office_calendar_change", "office_calendar_preview", "office_calendar_make"), HEADS_ONLY),
    "office_acting_end": ITS_HEAD,
    "data_schema": ANYBODY,
    **dict.fromkeys(("healthz", "readyz", "web_manifest", "robots", "widget", "widget_of_service", "widget_script", "appearance_sheet", "appearance_logo", "sitemap", "sitemap_pages", "sitemap_services"), ANYBODY),
    **dict.fromkeys(("metrics", "payment_notice"), MACHINES),
    **dict.fromkeys(
        ("api_description", "api_agencies", "api_agency", "api_agency_calendar", "api_services", "api_manual", "api_search", "api_givers",
         "api_document_check", "api_register", "api_case_track",
         "api_register_of_agency", "api_register_of_kind", "api_dataset_of_agency", "api_dataset_of_kind", "api_satisfaction_of_agency", "api_satisfaction_of_service"),
        ANYBODY,
    ),
    **dict.fromkeys(
        ("bundles", "bundle", "plan_start", "home", "services", "service", "service_near", "suggestions", "agency_names", "agencies", "keep_place", "agency", "agency_directory", "agency_calendar", "agency_calendar_feed", "manual", "manual_changes", "manual_file", "service_picture", "agency_card", "start", "track", "verify", "check_report", "how_to_check", "carry", "carry_worker", "carry_manifest", "wallet_issuer", "wallet_type", "display", "public_register", "register_file",
         "document", "document_proof", "log", "log_head", "log_earlier_head", "log_entries", "log_inclusion",
         "log_consistency", "paper_schema", "renew_ask", "agency_results", "offer_results", "service_results", "page_opinion", "privacy", "agency_notice", "service_notice", "cookies", "only_necessary"),
        ANYBODY,
    ),
    **dict.fromkeys(
        ("resume", "plan_resume", "answer_link", "renew", "renew_version", "mandate_invitation",
         "answer", "answer_file", "try_open", "try_link", "try_trial", "try_comment", "try_paper", "try_file",
         "opinion", "opinion_letters"),
        BY_LINK,
    ),
    "take_over": BY_LINK_ONCE,
    **dict.fromkeys(
        ("sign_in", "account_login", "account_request_login_code", "account_confirm_login_code", "account_signup",
         "mfa_authenticate", "mfa_login_webauthn", "sign_out", "oidc_callback", "oidc_login"),
        THE_DOOR,
    ),
    **dict.fromkeys(
        ("account", "own_data", "mandates", "mandate_give", "choose_desk", "usersessions_list",
         "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
         "mfa_generate_recovery_codes"),
        SIGNED_IN,
    ),
    **dict.fromkeys(
        ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_remove_webauthn", "mfa_reauthenticate",
         "mfa_reauthenticate_webauthn"),
        SIGNED_IN_WITH_KEYS,
    ),
    "mandate_end": OWN_MANDATE,
    **dict.fromkeys(
        ("go_on", "check_answers", "submit", "saved", "mail_link", "draft_file", "form_page", "draft_notice"), OWNER_ONLY
    ),
    **dict.fromkeys(
        ("plan", "plan_ask", "plan_fill", "plan_needs", "plan_check", "plan_send", "plan_saved", "plan_mail",
         "plan_version", "plan_file", "plan_case", "plan_tick"),
        ITS_PLANNER,
    ),
    **dict.fromkeys(
        ("case", "case_plan", "received", "case_version", "pay", "pay_at_gateway", "pay_asked", "pay_replacement", "case_document", "paper_in", "ask_about", "hand_over", "correct", "acknowledge", "appeal", "case_limits", "case_looks",
         "withdraw", "case_contact", "case_call", "wallet", "sent", "case_file", "receipt"),
        OWNER_ONLY,
    ),
    **dict.fromkeys(("office", "office_next"), OFFICE_TOO),
    **dict.fromkeys(
        ("office_case", "office_case_why", "office_case_act", "office_case_paper", "office_case_delay", "office_file",
         "office_receipt", "office_opinions"),
        ITS_OFFICERS_TOO,
    ),
    **dict.fromkeys(
        ("office_clock", "office_calls", "office_call_choices", "office_wall", "office_wall_version", "office_absence", "office_calendar",
         "office_calendar_csv",          "office_people", "office_rights_ask", "office_acting", "office_help", "office_mandates",
         "office_mandate_record", "office_overview", "office_services", "office_templates", "office_widget", "office_documents", "office_letters",
         "office_money", "office_reconciling_day", "office_registers", "office_shifts", "office_money_asked", "office_held",
         "office_books", "office_money_days", "office_statements", "office_billers", "office_reconciling",
         "office_reconciling_csv", "office_money_report", "office_money_report_csv", "office_receiving",
         "office_satisfaction", "office_batches", "office_batch_new", "office_drafts", "office_intakes",
         "office_intake_new", "office_intake_template",
         "office_versions", "office_version", "office_version_pack", "office_version_bpmn", "office_trials"),
        OFFICE,
    ),
    **dict.fromkeys(("office_counter", "office_payouts", "office_payees", "office_refunds", "office_payees_import"), CASHIERS),
    **dict.fromkeys(("office_roll", "office_payee", "office_cash_list", "office_returned_letter"), ITS_CASHIERS),
    "office_roll_file": ITS_HEAD,
    "office_counter_take": ITS_CASHIERS,
    **dict.fromkeys(
        ("office_person", "office_rights", "office_acting_file", "office_mandate",
         "office_mandate_file", "office_document_act", "office_document", "office_document_amend", "office_paper_in", "office_register", "office_invoice", "office_shift",
         "office_money_asked_one", "office_held_one", "office_money_receipt", "office_money_receipt_file",
         "office_statement", "office_bank_account",
         "office_register_csv", "office_received_file", "office_batch", "office_batch_confirm", "office_batch_version", "office_batch_csv",
         "office_trials_about", "office_trial_begin", "office_trial", "office_trial_applicant", "office_trial_officer",
         "office_trial_paper", "office_trial_file", "office_trial_shake", "office_shake", "office_shake_version",
         "office_shake_stop"),
        ITS_OFFICERS,
    ),
    **dict.fromkeys(("office_intake", "office_intake_version", "office_intake_csv"), ITS_OFFICERS),
    **dict.fromkeys(("office_batch_zip", "office_batch_print"), WHO_GRANTS),
    **dict.fromkeys(("office_service_end", "office_trial_share", "office_trial_unshare", "office_trial_comment"), ITS_AUTHORS),
    "office_batch_stop": WHO_HANDED_IN_OR_HEAD,
    **dict.fromkeys(("office_delegation", "office_delegation_file"), BOTH_SIDES),
    **dict.fromkeys(("office_asked_one", "office_asked_file"), THE_ASKED),
    **dict.fromkeys(
        ("office_appearance", "office_alerts", "office_answers", "office_alert_choices", "office_trail", "office_review_months",
         "office_releases", "office_bring_pack",
         "office_data", "office_data_choices",          "office_breaches", "office_breach_new", "office_breaches_csv"),
        HEADS_ONLY,
    ),
    "office_help_slip": THE_HELPER,
    "office_service": MAY_OFFER,
    "office_show": ITS_OFFICERS,
    "office_follow_up": ITS_OFFICERS,
    **dict.fromkeys(("office_prepare", "office_prepared", "office_preview"), HEADS_MAY_OFFER),
    **dict.fromkeys(
        ("office_appearance_one", "office_appearance_preview", "office_alert", "office_breach", "office_draft", "office_draft_act", "office_draft_changes", "office_draft_form",
         "office_draft_manual", "office_draft_paper", "office_draft_part", "office_draft_section", "office_hand_in", "office_bring_current", "office_bring_steps", "office_release"),
        ITS_HEAD,
    ),
    **dict.fromkeys(
        ("oversight", "oversight_late", "oversight_notices", "oversight_seen", "oversight_notice", "oversight_silent",
         "oversight_readiness", "oversight_answers", "oversight_satisfaction", "oversight_refusals",
         "oversight_export"),
        OVERSIGHT,
    ),
}  # fmt: skip
