"""A world for the matrix of addresses: somebody of each role, signed in, and a real thing for each part of an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.test import Client

from tests.bundles.conftest import RESTAURANT, restaurant
from tests.domain.statement.files import camt053, entry
from tests.domain.thai_calendars import bangkok
from tests.mandates.test_mandates import Picture, director, given, person, sent, start, take
from tests.money.counting import owing, pays
from tests.money.test_money import notice_of
from tests.money.test_money import take as pay
from tests.payouts import paying
from tests.payouts.paying import answered, approved, enter, scheme_for
from tests.receiving.handing import blank
from tests.security.rules import OWNER, Role
from tests.security.said import said_parts
from tests.security.tried import trial_parts
from tests.security.wearing import worn
from tests.security.writing import written
from tests.web import desk
from tests.world import PLACE, World, build, complete, examples
from thanjai.accounts.actions import register_person
from thanjai.agencies import acting, delegations, people
from thanjai.agencies.actions import appoint, register_agency
from thanjai.agencies.orders import Order
from thanjai.agencies.selectors import membership
from thanjai.audit.models import Alert
from thanjai.authoring import actions as authoring
from thanjai.batches.models import Batch, Line
from thanjai.bundles import actions as bundles
from thanjai.cases import consulting, drafts, helping, submission
from thanjai.cases.models import Case, DelayCopy
from thanjai.documents import handing_over
from thanjai.documents.issuing import issue_document
from thanjai.documents.keys import secret_of
from thanjai.documents.log import heads
from thanjai.documents.models import LogLeaf
from thanjai.documents.replacing import order_replacement
from thanjai.domain.bank_accounts import Account
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.definition.base import Role as Duty
from thanjai.domain.definition.editing import Set
from thanjai.domain.payroll import Month, Way
from thanjai.domain.serving import Form
from thanjai.intake.models import Intake
from thanjai.kernel import files
from thanjai.kernel.clock import now, today
from thanjai.kernel.scanner import Found as Scanned
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as, worker_at
from thanjai.mandates import actions as mandates
from thanjai.mandates.models import Holder, Mandate
from thanjai.messaging.models import Message
from thanjai.money import banking, counter, importing, instructions
from thanjai.money.models import Holding, Receipt
from thanjai.money.selectors import invoice_of, receipts_for
from thanjai.privacy import breaches
from thanjai.receiving import actions as receiving
from thanjai.receiving.checks import check_file
from thanjai.receiving.slips import read_slip, slip_of
from thanjai.web.identity import ANSWER_KEYS, KEYS, PLAN_KEYS, TRIAL_KEYS

NOW: Final = bangkok(2026, 11, 20, 10)
FOOD, ALLOWANCE, TRANSFER = "food-premises-licence", "old-age-allowance", "food-premises-transfer"
ORDER: Final = Order("12/2569", date(2026, 11, 2))
DUTIES: Final = {
    Role.DESK: Duty.FRONT_DESK, Role.REVIEWER: Duty.REVIEWER, Role.INSPECTOR: Duty.INSPECTOR,
    Role.CASHIER: Duty.CASHIER, Role.APPROVER: Duty.APPROVER,
}  # fmt: skip


@dataclass
class Places:
    """`clients` by role. `of` has the parts of addresses for requests of each owner, `parts` those of all others."""

    world: World
    clients: dict[Role, Client] = field(default_factory=dict)
    of: dict[str, dict[str, Any]] = field(default_factory=dict)
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    actors: dict[Role, Actor] = field(default_factory=dict)

    def kwargs(self, name: str, names: set[str], whose: str) -> dict[str, Any]:
        """The parts of an address; of something that is there."""
        known = {**self.of[whose], **self.parts.get("*", {}), **self.parts.get(name, {})}
        return {part: known[part] for part in names}


def build_places() -> Places:
    """The clock stands at `NOW`."""
    places = Places(build(FOOD, ALLOWANCE, TRANSFER))
    _requests(places)
    _officers(places)
    _office_things(places)
    _planned(places)
    _sign_log(places)
    for client in places.clients.values():
        client.raise_request_exception = False
    return places


def _requests(places: Places) -> None:
    """Requests with a secret, with an account, and for a party; each with an open draft, and another one's beside it."""
    world = places.world
    places.clients[Role.PUBLIC] = Client()
    holder, case = world.submitted()
    with acting_as(holder):
        draft = world.start()[1]
    _, others = world.submitted()
    places.clients[Role.HOLDER] = _with_key(case, draft)
    places.clients[Role.OTHER_HOLDER] = _with_key(others, others.id)
    places.of["code"] = _request(world, case, draft)
    one, another = person("applicant"), person("other-applicant")
    for role, actor in ((Role.APPLICANT, one), (Role.OTHER_APPLICANT, another)):
        places.actors[role], places.clients[role] = actor, desk.signed_in(Client(), actor)
        row = _apply(actor)
        with acting_as(actor):
            sent_one = submission.submit_draft(actor=actor, draft_id=row.id)
        if role is Role.APPLICANT:
            places.of["account"] = _request(world, sent_one, _apply(actor).id)
    boss, right = director(world)
    clerk, former = person("clerk"), person("former-clerk")
    held, ended = given(boss, right, "clerk"), given(boss, right, "former-clerk")
    take(clerk, held), take(former, ended)
    for role, actor in ((Role.AGENT, clerk), (Role.FORMER_AGENT, former)):
        places.actors[role], places.clients[role] = actor, desk.signed_in(Client(), actor)
    places.of["party"] = _request(world, sent(clerk, held), start(clerk, held).id)
    start(former, ended)
    with acting_as(boss):
        mandates.revoke(actor=boss, mandate_id=ended.id)
    invited = given(boss, right, "invited")
    with acting_as(PLATFORM):
        invitation = Holder.objects.get(mandate_id=invited.id)
    places.parts["mandate_end"] = {"mandate": held.id}
    places.parts["office_mandate"] = places.parts["office_mandate_file"] = {"mandate": right.id}
    places.parts["mandate_invitation"] = {"invitation": invitation.id, "code": unseal(invitation.sealed_code)}


def _apply(actor: Actor) -> Any:
    with acting_as(actor):
        begun = drafts.start_draft(actor=actor, agency_slug="khonkaen", service_id=FOOD)
        answers = complete(examples(FOOD)["examples"][0]["answers"])
        return drafts.save_answers(draft=begun.draft, page_id="all", values=answers, is_done=True)


def _with_key(case: Any, draft: Any) -> Client:
    """A browser that holds the codes of a case and of a draft."""
    client = Client()
    with acting_as(PLATFORM):
        codes = {"case": drafts.code_of(case), "form": drafts.code_of(drafts.Draft.objects.get(pk=draft))}
    for name, path in KEYS.items():
        kind = "case" if "case" in name else "form"
        client.cookies[name] = codes[kind]
        client.cookies[name]["path"] = path.format(id=case.id if kind == "case" else draft)
    return client


def _request(world: World, case: Any, draft: Any) -> dict[str, Any]:
    """A case with a file, paid, with its document; and a draft with a file."""
    world.until(case, "pay")
    with acting_as(worker_at(world.agency)):
        invoice = invoice_of(case.id)
    assert invoice is not None
    pay(notice_of(invoice, id=f"P-{case.number}"), id=f"P-{case.number}")
    with acting_as(worker_at(world.agency)):
        document = issue_document(agency_id=world.agency, case_id=case.id, step="issue")
    with acting_as(world.officer):
        replacement = order_replacement(
            actor=world.officer, document_id=document.id, because="lost", reason="หาย"
        )  # fmt: skip
    with acting_as(worker_at(world.agency)):
        row, unfinished = Case.objects.get(pk=case.id), drafts.Draft.objects.get(pk=draft)
        kept = {}
        for name, owner in (("file", row), ("draft_file", unfinished)):
            kept[name] = files.store_file(
                content=b"x", name="x.pdf", content_type="application/pdf", agency=world.agency, owner=owner.id,
                purpose="answer", person=owner.person_id, bearer=owner.bearer,
            ).id  # fmt: skip
        taking = handing_over.offer(document_id=document.id, language="th").rstrip("/").rpartition("/")[2]
        code = drafts.code_of(unfinished) if unfinished.sealed_code else "NONE"
        receipt = receipts_for(case.id)[0].id
    return {
        "case": case.id, "draft": draft, "file": kept["file"], "draft_file": kept["draft_file"], "receipt": receipt,
        "document": document.id, "replacement": replacement.id, "taking": taking, "code": code, "check_code": document.check_code, "secret": secret_of(document),
    }  # fmt: skip


def _officers(places: Places) -> None:
    world = places.world
    for role, duty in DUTIES.items():
        places.actors[role] = world.colleague(f"{duty.value}-1", duty)
    places.actors[Role.HEAD], places.actors[Role.STRANGER] = world.officer, world.stranger
    with acting_as(PLATFORM):
        for role, name in ((Role.STRANGER_DESK, "stranger-desk"), (Role.DELEGATE, "delegate")):
            row = register_person(email=f"{name}@example.com", name=name)
            appoint(
                agency=world.other, person=row.id, roles=[Duty.FRONT_DESK, Duty.REVIEWER], unit=PLACE, position=PLACE
            )
            places.actors[role] = Actor(Kind.OFFICER, agency=world.other, person=row.id, name=name)
        opdc = register_agency(
            slug="opdc", code="OPDC", kind=AgencyKind.OVERSIGHT, name=PLACE, province=PLACE, address=PLACE
        )
        row = register_person(email="overseer@example.com", name="overseer")
        appoint(agency=opdc.id, person=row.id, roles=list(Duty), unit=PLACE, position=PLACE)
    places.actors[Role.OVERSEER] = Actor(Kind.OFFICER, agency=opdc.id, person=row.id, name="overseer")
    for role in (*DUTIES, Role.HEAD, Role.STRANGER, Role.STRANGER_DESK, Role.DELEGATE):
        places.clients[role] = desk.sit_down(Client(), places.actors[role])
    places.clients[Role.OVERSEER] = desk.sit_down(
        Client(), places.actors[Role.OVERSEER], AgencyKind.OVERSIGHT.value
    )  # fmt: skip
    _delegate(places)


def _delegate(places: Places) -> None:
    world, day = places.world, NOW.date()
    terms = delegations.Terms(
        taker="other", services=[FOOD], roles=[Duty.FRONT_DESK, Duty.REVIEWER], first=day,
        last=day + timedelta(days=10), offered=[FOOD],
    )  # fmt: skip
    with acting_as(world.officer):
        made = delegations.give(actor=world.officer, terms=terms, order=Order("12/2569", date(2026, 11, 2), Picture()))
    with acting_as(world.stranger):
        delegations.accept(actor=world.stranger, delegation_id=made.id)
    answer = places.clients[Role.DELEGATE].post("/office/work-for/", {"delegation": str(made.id)})
    assert answer.status_code == 302, answer.content
    places.parts["*"] = {"delegation": made.id}


def _office_things(places: Places) -> None:
    """One of each thing that an office page is about, all of the first agency, and about the account's request."""
    world, mine = places.world, places.of["account"]
    agency, head, day = world.agency, world.officer, NOW.date()
    with acting_as(head):
        kept = [{"id": str(mine["file"]), "name": "x.pdf", "label": {"th": "ก", "en": "a"}}]
        facts: dict[str, Any] = {"question": "ได้หรือไม่", "answer_by": day + timedelta(days=9), "files": kept}
        other = _unfinished(world)
        asked = consulting.ask(actor=head, case_id=other, asked=consulting.Asked(slug="other"), **facts)
        outside = consulting.ask(
            actor=head, case_id=other, asked=consulting.Asked(name="นอก", email="x@example.go.th"), **facts
        )
        clerk, approver = places.actors[Role.DESK], places.actors[Role.APPROVER]
        assert clerk.person and approver.person
        place = membership(approver.person, agency)
        assert place is not None
        order = acting.order_acting(
            actor=head, order=Order("1/2569", date(2026, 11, 2), Picture()),
            post=acting.Post(
                person=clerk.person, place=place.id, form=Form.IN_PLACE, first=day + timedelta(days=3),
                last=day + timedelta(days=5),
            ),
        )  # fmt: skip
        rights = people.Rights(
            email="new@example.go.th", name="ใหม่", roles=("reviewer",), unit="กอง", position="นักวิชาการ"
        )
        change = people.ask_for_rights(actor=head, rights=rights, reason="ขาดคน")
        breach = breaches.record(actor=head, told=breaches.Told("x", now() - timedelta(hours=2), "risk", 1, "x", "ชื่อ"))
        helped = helping.begin(actor=head, helped=_helped())
    money = _money_things(places) | _payment_things(places)
    with acting_as(PLATFORM):
        alert = Alert.objects.create(
            agency_id=agency, person_id=clerk.person, person_name="x", kind="many", day=day, count=9, limit=3, at=now()
        )
        letter = Message.objects.create(
            agency_id=agency, subject_id=mine["case"], key="k", to="x@example.com", subject="x", body="x",
            queued_at=now(), attempts=1,
        )  # fmt: skip
        notice = DelayCopy.objects.create(
            agency_id=agency, case_id=mine["case"], service_id=FOOD, number="x", rule="decide", day=day, ordinal=1,
            cause="other", due_at=now(), officer="x", contact="x", sent_at=now(), file_id=mine["file"],
        )  # fmt: skip
    _, line = world.submitted(ALLOWANCE)
    world.until(line, "issue", ALLOWANCE)
    received = _received(places)
    link = unseal(outside.sealed_code)
    answer = {"question": outside.id, "file": mine["file"], "code": link}
    for client in places.clients.values():
        for name, path in ANSWER_KEYS.items():
            client.cookies[name] = link
            client.cookies[name]["path"] = path.format(id=outside.id)
    tried = trial_parts(world)
    for client in places.clients.values():
        for name, path in TRIAL_KEYS.items():
            client.cookies[name] = str(tried["try_open"]["code"])
            client.cookies[name]["path"] = path.format(id=tried["try_link"]["share"])
    places.parts |= {
        "*": {**places.parts["*"], "slug": "khonkaen", "service": FOOD, "order": order.id, "change": change.id,
              "breach": breach.id, "alert": alert.id, "letter": letter.id, "notice": notice.id, "question": asked.id,
              "person": clerk.person, "provider": "demo-bank", "provider_id": "nobody", "what": "late", "format": "csv",
              "page": "who", "pk": 1, "ordinal": 1, "number": 1, "batch": _batch(world, mine["case"]), "run": 1, "kind": "officers", "intake": _brought(world)},
        **money,
        **written(world),
        **tried,
        **said_parts(world, mine["case"]),
        "office_register": {"service": ALLOWANCE, "register": "payment_roll"},
        "office_register_csv": {"service": ALLOWANCE, "register": "payment_roll"},
        "office_received_file": {"reception": received},
        "office_prepare": {"service": FOOD, "page": "steps"},
        "office_help_slip": {"draft": helped.draft.id},
        **_written(world),
        **worn(world),
        "answer": answer, "answer_file": answer, "answer_link": answer,
        **{name: {"code": mine["check_code"]} for name in ("document", "document_proof", "renew_ask", "carry", "carry_worker", "carry_manifest")},
        **{name: {"code": mine["check_code"], "secret": mine["secret"]}
           for name in ("renew", "renew_version", "renew_evidence", "renew_receipt")},
        "take_over": {"code": mine["taking"]},
        "resume": {"draft": places.of["code"]["draft"], "code": places.of["code"]["code"]},
    }  # fmt: skip


def _written(world: World) -> dict[str, Any]:
    """A draft of a service, and the parts of its addresses."""
    author = world.officer
    with acting_as(author):
        draft = authoring.begin_draft(actor=author, title=PLACE)
        authoring.change(
            actor=author, draft_id=draft.id, operation=Set(path=("steps",), value=[{"id": "check"}]), base=0
        )
    parts = {"draft": draft.id, "where": "steps/0", "section": "about", "number": 1, "paper": "letter"}
    names = (
        "office_draft",
        *(f"office_draft_{one}" for one in ("act", "changes", "form", "manual", "paper", "part", "section")),
    )
    return dict.fromkeys(names, parts)


def _received(places: Places) -> Any:
    """A document that the agency was handed, with its file."""
    desk_officer, pdf = places.actors[Role.DESK], blank()
    with acting_as(desk_officer):
        slip = read_slip(slip_of(check_file(pdf), desk_officer), desk_officer)
        kept = receiving.Brought(slip.found.sha256, "x.pdf", pdf, "application/pdf", Scanned.CLEAN)
        typed = receiving.Typed("refused", "x", "altered")
        return receiving.record(actor=desk_officer, slip=slip, typed=typed, brought=kept).pk


def _sign_log(places: Places) -> None:
    """The documents' lines get their places as they do at commit, and are signed."""
    connection.check_constraints()
    head = heads.sign()
    assert head is not None
    with acting_as(PLATFORM):
        leaf = bytes(LogLeaf.objects.get(number=0).leaf).hex()
    places.parts |= {
        "wallet_status": {"slug": "khonkaen", "number": 0},
        "log_earlier_head": {"number": head.number},
        "log_entries": {"first": 0, "last": 0},
        "log_inclusion": {"leaf": leaf, "size": head.size},
        "log_consistency": {"old": 1, "size": head.size},
        "paper_schema": {"version": 1, "kind": "licence", "format": "xsd"},
        "manual_file": {"format": "pdf"},
        "sitemap_services": dict.fromkeys(("first", "last"), places.world.agency),
        "service_picture": {"audience": "citizen", "form": "card", "format": "png"},
        "api_register_of_kind": {"kind": "licence"},
        "api_dataset_of_kind": {"kind": "licence"},
    }


def _payment_things(places: Places) -> dict[str, dict[str, Any]]:
    """Somebody on the register of payees, and an approved roll on which they are."""
    cashier, head = places.actors[Role.CASHIER], places.actors[Role.HEAD]
    scheme = scheme_for(head)
    payee = enter(cashier, scheme, 1)
    day = today()
    roll = paying.sent(cashier, head, scheme, Month.of(day), day)
    answered(cashier, roll, "AC04")
    enter(cashier, scheme, 2, account=Account.none())
    in_cash = approved(cashier, head, scheme, Month.of(day), day, Way.CASH)
    return {
        "office_payee": {"payee": payee.id}, "office_returned_letter": {"payee": payee.id},
        "office_roll": {"roll": roll.id}, "office_cash_list": {"roll": in_cash.id},
        "office_roll_file": {"roll": roll.id, "format": "csv"},
    }  # fmt: skip


def _money_things(places: Places) -> dict[str, dict[str, Any]]:
    """An invoice that is owed, money that is held, something asked for, a shift, and a receipt."""
    world, cashier = places.world, places.actors[Role.CASHIER]
    bill, over = owing(world), owing(world)
    pays(over, over.satang + 100, "T-over")
    with acting_as(cashier):
        shift = counter.open_shift(actor=cashier, float_satang=0)
        held, receipt = Holding.objects.get(invoice=over), Receipt.objects.get(invoice=over)
        wanted = instructions.Wanted(instructions.WAIVER, 100, 0, "x", "x")
        asked = instructions.ask(actor=cashier, wanted=wanted, invoice_id=bill.id)
        account = banking.enter_account(actor=cashier, bank="x", number="1234567890", name="x")
        lines = camt053(entry(100, day="2026-01-05"), closing=100)
        statement = importing.bring_in(actor=cashier, account_id=account.id, file=importing.File("x.xml", lines))
    return {
        **{name: {"invoice": bill.id} for name in ("office_invoice", "office_counter_take")},
        **{name: {"receipt": receipt.id} for name in ("office_money_receipt", "office_money_receipt_file")},
        "office_held_one": {"holding": held.id}, "office_money_asked_one": {"instruction": asked.id},
        "office_reconciling_day": {"day": date(2026, 11, 20)}, "office_shift": {"shift": shift.id}, "office_bank_account": {"account": account.id},
        "office_statement": {"statement": statement.id},
    }  # fmt: skip


def _planned(places: Places) -> None:
    """A plan over several agencies with a file, of whoever holds the first code."""
    with acting_as(PLATFORM):
        bundles.publish(bundle=restaurant())
    with acting_as(PUBLIC):
        begun = bundles.start_plan(actor=PUBLIC, bundle_id=RESTAURANT)
    plan, code = begun.plan, begun.code
    with acting_as(Actor(Kind.BEARER, bearer=plan.bearer)):
        kept = files.store_file(
            content=b"x", name="x.pdf", content_type="application/pdf", agency=plan.agency_id, owner=plan.id,
            purpose="answer", bearer=plan.bearer,
        )  # fmt: skip
    for name, path in PLAN_KEYS.items():
        cookies = places.clients[Role.HOLDER].cookies
        cookies[name] = code
        cookies[name]["path"] = path.format(id=plan.id)
    of_plan = {"plan": plan.id, "page": "place", "part": "liquor", "file": kept.id, "code": code}
    places.parts |= dict.fromkeys(
        ("plan", "plan_ask", "plan_fill", "plan_needs", "plan_check", "plan_send", "plan_saved", "plan_mail",
         "plan_version", "plan_file", "plan_case", "plan_tick", "plan_resume"),
        of_plan,
    )  # fmt: skip
    places.parts |= {name: {"bundle": RESTAURANT} for name in ("bundle", "plan_start")}


def _batch(world: World, case: Any) -> Any:
    """A list of the head's, worked off, with a case that has its paper."""
    with acting_as(PLATFORM):
        version, facts = Case.objects.get(pk=case).version_id, {"agency_id": world.agency, "state": "done", "number": 1}
        batch = Batch.objects.create(
            officer_id=world.officer.person, officer_name="x", service_id=FOOD, version_id=version, step="decide",
            made_at=now(), confirmed_at=now(), **facts,
        )  # fmt: skip
        Line.objects.create(
            batch=batch, agency_id=world.agency, line=1, number="x", case_id=case, outcome="done", done_at=now()
        )
    return batch.id


def _brought(world: World) -> Any:
    """A list of the head's that was brought in."""
    with acting_as(PLATFORM):
        row = Intake.objects.create(agency_id=world.agency, kind="officers", headings=[], made_at=now(), state="done")
    return row.id


def _unfinished(world: World) -> Any:
    return world.submitted()[1].id


def _helped() -> helping.Helped:
    return helping.Helped(
        service=FOOD, name="ผู้มาติดต่อ", channel="counter", language="th", email="", consent="paper",
        signature=Picture(),
    )  # fmt: skip


def owner_of(whose: str) -> Role:
    return OWNER[whose]


__all__ = ["NOW", "Mandate", "Places", "build_places", "owner_of"]
