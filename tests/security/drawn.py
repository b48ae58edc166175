"""A world drawn by dice: agencies, people, cases and all that belongs to them, put into the database in bulk.

Only what decides who may see a row is drawn; every other column is filled with something that fits. The rows go in as
the administrator, past all policies, in a transaction that is never committed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from thanjai.kernel.tenancy import Actor, Kind

Row = dict[str, Any]
SERVICES = ("food", "waste", "allowance")
PARTITIONED = {"cases_caseevent": "case_id"}


@dataclass
class World:
    """The rows of each table, as the database has them."""

    dice: Random
    now: datetime
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def secret(self) -> str:
        return f"{self.dice.getrandbits(256):064x}"

    def add(self, table: str, **columns: Any) -> Row:
        self.rows[table].append(columns)
        return columns

    def one(self, table: str) -> Row:
        return self.dice.choice(self.rows[table])

    def some(self, table: str) -> Any:
        """The id of a row, or None."""
        return self.dice.choice([None, *(row["id"] for row in self.rows[table])])

    def by_id(self, table: str, id: Any, column: str = "id") -> Row | None:
        return next((row for row in self.rows[table] if row[column] == id), None)

    def chance(self, of: float = 0.5) -> bool:
        return self.dice.random() < of

    def moment(self, earliest: int, latest: int) -> datetime:
        """Some whole days from now, never this very moment."""
        days = self.dice.choice([day for day in range(earliest, latest + 1) if day])
        return self.now + timedelta(days=days)


def draw(seed: int, now: datetime) -> World:
    """A world: the same for the same seed."""
    world = World(Random(seed), now)
    for _ in range(3):
        world.add("agencies_agency", id=world.id())
    for _ in range(6):
        world.add("accounts_person", id=world.id())
    for number, person in enumerate(world.rows["accounts_person"], start=1):
        for table in ("account_emailaddress", "mfa_authenticator", "socialaccount_socialaccount",
                      "usersessions_usersession"):  # fmt: skip
            world.add(table, id=number, user_id=person["id"])
    _draw_offices(world)
    _draw_mandates(world)
    for _ in range(5):
        _draw_request(world)
    _draw_belongings(world)
    _draw_plans(world)
    _draw_platform(world)
    return world


def _draw_offices(world: World) -> None:
    agencies, people = world.rows["agencies_agency"], world.rows["accounts_person"]
    for number, agency in enumerate(agencies):
        for person in {id(one): one for one in (people[number], world.dice.choice(people))}.values():
            ended = world.moment(-9, -1) if world.chance(0.2) else None
            world.add(
                "agencies_membership", id=world.id(), agency_id=agency["id"], person_id=person["id"], ended_at=ended
            )
        for table in ("agencies_actingorder", "agencies_accessreview", "agencies_rightschange"):
            person = world.one("accounts_person")["id"]
            world.add(table, id=world.id(), agency_id=agency["id"], person_id=person)
        giver, taker = world.dice.sample(agencies, 2)
        first = world.now.date() + timedelta(days=world.dice.choice((-20, -5, 0, 3)))
        world.add(
            "agencies_delegation", id=world.id(), giver_id=giver["id"], taker_id=taker["id"],
            services=world.dice.sample(SERVICES, 2), first=first, last=first + timedelta(days=world.dice.choice((0, 8))),
            accepted_at=world.now if world.chance(0.8) else None, ended_at=world.now if world.chance(0.2) else None,
        )  # fmt: skip


def _draw_mandates(world: World) -> None:
    people = [row["id"] for row in world.rows["accounts_person"]]
    world.add("mandates_party", id=world.id(), number="1", person_id=None)
    world.add("mandates_party", id=world.id(), number=None, person_id=world.dice.choice(people))
    for _ in range(5):
        limited = world.chance()
        world.add(
            "mandates_mandate", id=world.id(), party_id=world.one("mandates_party")["id"],
            services=world.dice.sample(SERVICES, 1) if limited and world.chance() else [],
            agencies=[world.one("agencies_agency")["id"]] if limited and world.chance() else [],
            until=world.moment(-2, 9), may_grant=world.chance(), given_by=world.dice.choice(people),
            agency_id=world.some("agencies_agency") if world.chance() else None,
            in_force_at=world.now if world.chance(0.8) else None, ended_at=world.now if world.chance(0.2) else None,
        )  # fmt: skip
    for mandate in world.rows["mandates_mandate"]:
        for person in world.dice.sample(people, 2):
            world.add(
                "mandates_holder", id=world.id(), mandate_id=mandate["id"],
                person_id=person if world.chance(0.8) else None, bearer=world.secret() if world.chance() else "",
                accepted_at=world.now if world.chance(0.8) else None, left_at=world.now if world.chance(0.2) else None,
            )  # fmt: skip
        world.add("mandates_agreement", id=world.id(), mandate_id=mandate["id"], person_id=world.dice.choice(people))


def _draw_request(world: World) -> None:
    """A draft and, mostly, the case that it became: a person's, somebody's with a secret, or a party's."""
    whose = world.dice.choice(("person", "secret", "party"))
    id, facts = world.id(), {
        "agency_id": world.one("agencies_agency")["id"],
        "service_id": world.dice.choice(SERVICES),
        "person_id": world.one("accounts_person")["id"] if whose == "person" else None,
        "bearer": "" if whose == "party" else world.secret(),
        "party_id": world.one("mandates_party")["id"] if whose == "party" else None,
        "mandate_id": world.one("mandates_mandate")["id"] if whose == "party" else None,
    }  # fmt: skip
    world.add("cases_draft", id=id, case_id=None, **facts)
    if world.chance(0.25):
        return
    world.add("cases_case", id=id, **facts)
    for seq in (1, 2):
        world.add("cases_caseevent", case_id=id, seq=seq, agency_id=facts["agency_id"])


def _draw_belongings(world: World) -> None:
    """What belongs to cases: papers, money, questions, letters, lines of the trail."""
    for case in world.rows["cases_case"]:
        of, at = {"case_id": case["id"]}, {"agency_id": case["agency_id"]}
        holder = {"person_id": case["person_id"], "bearer": case["bearer"]}
        paper = world.add("kernel_storedfile", id=world.id(), owner_id=case["id"], purpose="letter/3", **holder, **at)
        world.add("cases_attention", id=world.id(), **of, **at)
        world.add("cases_registerline", id=world.id(), **of, **at)
        world.add("cases_assistance", draft_id=case["id"], helper_id=world.one("accounts_person")["id"], **at)
        world.add("cases_delaycopy", id=world.id(), file_id=paper["id"] if world.chance() else None, **of, **at)
        asked = world.some("agencies_agency")
        world.add(
            "cases_consultation", id=world.id(), asked_agency_id=asked, bearer="" if asked else world.secret(), **of, **at
        )  # fmt: skip
        document = world.add("documents_document", id=world.id(), **of, **at, **holder)
        world.add("documents_renewal", id=world.id(), document_id=document["id"], **at)
        world.add("wallet_statusplace", id=world.id(), document_id=document["id"], list=0, **at)
        receiver = world.one("agencies_agency")["id"]
        shown = document["id"] if world.chance(0.8) else None
        world.add("receiving_reception", id=world.id(), document_id=shown, agency_id=receiver)
        world.add("documents_listedword", word="ครัว", document_id=document["id"], **at)
        world.add("documents_asked", document_id=document["id"], **of, **at)
        for table in ("documents_amendment", "documents_edition", "documents_replacement", "documents_handover"):
            world.add(table, id=world.id(), document_id=document["id"], **at)
        world.add("documents_change", id=world.dice.getrandbits(60), document_id=document["id"], **at)
        licence = world.add(
            "kernel_storedfile", id=world.id(), owner_id=document["id"], purpose="document", **holder, **at
        )
        world.add("archive_keptpaper", file_id=licence["id"], **at)
        for subject in (case["id"], document["id"]):
            invoice = world.add(
                "money_invoice", id=world.id(), subject=subject, satang=9, paid_satang=0, waived_satang=0,
                refunded_satang=0, **holder, **at,
            )  # fmt: skip
            receipt = world.add("money_receipt", id=world.id(), invoice_id=invoice["id"], **holder, **at)
            for table in ("money_plan", "money_instruction", "money_taking"):
                world.add(table, id=world.id(), invoice_id=invoice["id"], **at)
            world.add("kernel_storedfile", id=world.id(), owner_id=receipt["id"], purpose="receipt", **holder, **at)
        world.add("messaging_message", id=world.id(), subject_id=case["id"], **at)
        reader = world.dice.choice([row["person_id"] for row in world.rows["agencies_membership"]])
        world.add("kernel_reading", id=world.id(), person_id=reader, subject=case["id"], **at)
        world.add("privacy_retention", id=world.id(), **of, **at)
        for table in ("contact_question", "contact_call"):
            world.add(table, id=world.id(), **of, **at)
    for draft in world.rows["cases_draft"]:
        holder = {"person_id": draft["person_id"], "bearer": draft["bearer"], "agency_id": draft["agency_id"]}
        world.add("kernel_storedfile", id=world.id(), owner_id=draft["id"], purpose="answer", **holder)


def _draw_trials(world: World, at: Row) -> None:
    """Links of each kind: good, ended by itself, taken back; and what was done and said with each."""
    world.add("trials_shake", id=world.id(), subject=world.id(), **at)
    world.add("trials_trial", id=world.id(), share_id=None, bearer="", **at)
    for ends, taken_back in ((9, None), (-2, None), (9, world.now)):
        bearer = world.secret()
        share = world.add(
            "trials_share", id=world.id(), bearer=bearer, ends_at=world.now + timedelta(days=ends),
            taken_back_at=taken_back, **at,
        )  # fmt: skip
        tried = {"share_id": share["id"], "bearer": bearer, **at}
        trial = world.add("trials_trial", id=world.id(), **tried)
        world.add("trials_comment", id=world.id(), trial_id=trial["id"], **tried)


def _draw_plans(world: World) -> None:
    """Plans over several agencies, each of which sees its own part."""
    for _ in range(2):
        person = world.one("accounts_person")["id"] if world.chance() else None
        holder = {"person_id": person, "bearer": world.secret()}
        plan = world.add("bundles_plan", id=world.id(), **holder)
        for agency in (world.one("agencies_agency")["id"], None):
            world.add("bundles_planpart", id=world.id(), plan_id=plan["id"], agency_id=agency, **holder)


def _draw_platform(world: World) -> None:
    """What agencies have of their own, and what nobody's is."""
    number = iter(range(1, 1000))
    for agency in world.rows["agencies_agency"]:
        at = {"agency_id": agency["id"]}
        person = world.one("accounts_person")["id"]
        for table in ("cases_digest", "catalogue_adoption", "catalogue_adoptionchange", "catalogue_preparation",
                      "money_entry", "privacy_breach"):  # fmt: skip
            world.add(table, id=world.id(), **at)
        breach = world.rows["privacy_breach"][-1]["id"]
        world.add("privacy_breachstep", id=next(number), breach_id=breach, **at)
        world.add("privacy_dataoffice", **at)
        world.add("contact_callplan", **at)
        world.add("showing_host", **at)
        look = world.add("agencies_appearance", id=world.id(), **at)
        world.add("agencies_appearancechange", id=world.id(), appearance_id=look["id"], **at)
        batch = world.add("batches_batch", id=world.id(), **at)
        world.add("batches_line", id=next(number), batch_id=batch["id"], line=1, **at)
        intake = world.add("intake_intake", id=world.id(), **at)
        world.add("intake_line", id=next(number), intake_id=intake["id"], line=1, **at)
        draft = world.add("authoring_draft", id=world.id(), service_id="new", base_id=None, state="open", **at)
        world.add("authoring_change", id=next(number), draft_id=draft["id"], revision=1, **at)
        review = world.add("publishing_review", id=world.id(), draft_id=draft["id"], **at)
        world.add("publishing_retirement", id=world.id(), service_id="new", state="asked", **at)
        world.add("publishing_release", id=world.id(), review_id=review["id"], version_id=None, **at)
        for table in ("publishing_verdict", "publishing_comment"):
            world.add(table, id=next(number), review_id=review["id"], **at)
        _draw_trials(world, at)
        world.add("audit_alert", id=world.id(), person_id=person, **at)
        world.add("audit_choice", **at)
        world.add("kernel_sequence", series="x", **at)
        world.add("kernel_reading", id=world.id(), person_id=person, subject=agency["id"], **at)
        world.add("kernel_unsealed", reading_id=world.id(), **at)
        world.add("kernel_link", id=next(number), chain="case", number=next(number), **at)
        world.add("money_line", id=next(number), account="bank_clearing", satang=5, **at)
        for table in ("money_closedday", "money_shift", "money_holding"):
            world.add(table, id=world.id(), **at)
        account = world.add("money_bankaccount", id=world.id(), **at)
        world.add("money_biller", id=world.id(), biller_id="0" * 15, outcome="", asked_by=person, **at)
        brought = world.add("money_statement", id=world.id(), account_id=account["id"], **at)
        ids = {"account_id": account["id"], "statement_id": brought["id"]}
        world.add("money_bankline", id=world.id(), satang=5, **ids, **at)
        book = world.add("money_receiptbook", id=world.id(), first=1, last=9, **at)
        world.add("money_booknumber", id=world.id(), book_id=book["id"], reason="x", **at)
        world.add("money_notice", id=world.id(), agency_id=agency["id"] if world.chance(0.7) else None)
        report = world.add("money_providerreport", id=world.id())["id"]
        world.add("money_reading", id=world.id())
        world.add(
            "money_reportline", id=world.id(), report_id=report, agency_id=agency["id"] if world.chance(0.7) else None
        )
        world.add("money_explanation", id=world.id(), outcome="", decided_by=None, **at)
        world.add("money_tolerance", id=world.id(), **at)
        world.add("cases_measuredtime", service_id="food", **at)
        scheme = world.add("payouts_scheme", id=world.id(), **at)["id"]
        payee = world.add("payouts_payee", id=world.id(), scheme_id=scheme, **at)["id"]
        for table in ("payouts_accountchange", "payouts_removal"):
            world.add(table, id=world.id(), payee_id=payee, outcome="", decided_by=None, **at)
        roll = world.add("payouts_roll", id=world.id(), scheme_id=scheme, state="draft", **at)["id"]
        world.add("payouts_result", id=world.id(), roll_id=roll, **at)
        world.add(
            "payouts_rollline", id=world.id(), roll_id=roll, payee_id=payee, outcome="", satang=1,
            person_key=scheme.bytes, **at,
        )  # fmt: skip
        world.add("agencies_calendarchange", number=next(number), agency_id=agency["id"] if world.chance(0.7) else None)
    world.add("kernel_checkpoint", number=1)
    for number, agency in enumerate(world.rows["agencies_agency"]):
        entry = world.add("documents_logentry", id=world.id(), agency_id=agency["id"], document_id=world.id())
        world.add("documents_logleaf", number=number, entry_id=entry["id"])
    world.add("documents_loghead", number=1, size=1, at=world.now)
    world.add("bundles_bundle", id="restaurant")
    world.add("bundles_bundleversion", id=world.id(), bundle_id="restaurant")
    world.add("catalogue_service", id="food")
    world.add("catalogue_version", id=world.id(), service_id="food")
    world.add("privacy_tidied", day=world.now.date())
    world.add("kernel_tally", key=b"x")
    _draw_opinions(world)


def _draw_opinions(world: World) -> None:
    """What people said to each agency, and of the platform's own pages."""
    for agency in (*world.rows["agencies_agency"], {"id": None}):
        answer = world.add("feedback_answer", id=world.id(), agency_id=agency["id"], ease=3, case_id=None)
        world.add("feedback_given", case_id=world.id(), answer_id=answer["id"])
        if agency["id"] is not None:
            world.add("feedback_followup", id=world.id(), answer_id=answer["id"], agency_id=agency["id"])
    world.add("feedback_asked", mark=world.secret())


def actors(world: World) -> list[Actor | None]:
    """All kinds of those who ask, each as several; None has not said who they are."""
    people = [row["id"] for row in world.rows["accounts_person"]]
    secrets = [row["bearer"] for table in ("cases_draft", "cases_consultation", "mandates_holder", "bundles_plan")
               for row in world.rows[table] if row["bearer"]]  # fmt: skip
    agencies = [row["id"] for row in world.rows["agencies_agency"]]
    found: list[Actor | None] = [None, Actor(Kind.PUBLIC), Actor(Kind.DOOR), Actor(Kind.WORKER)]
    found += [Actor(Kind.BEARER, bearer=one) for one in [*world.dice.sample(secrets, min(4, len(secrets))), "0" * 64]]
    found.append(Actor(Kind.BEARER, bearer=world.one("trials_share")["bearer"]))
    found += [Actor(Kind.PERSON, person=one, bearer=world.dice.choice(["", *secrets])) for one in people]
    found += [Actor(Kind.WORKER, agency=one) for one in agencies[:2]]
    for row in world.rows["agencies_membership"][:4]:
        found.append(Actor(Kind.OFFICER, agency=row["agency_id"], person=row["person_id"]))
    found.append(Actor(Kind.OVERSEER, agency=agencies[0], person=people[0]))
    for delegation in world.rows["agencies_delegation"]:
        members = [row for row in world.rows["agencies_membership"] if row["agency_id"] == delegation["taker_id"]]
        found += [
            Actor(Kind.OFFICER, agency=delegation["giver_id"], person=row["person_id"], delegation=delegation["id"])
            for row in members[:2]
        ]
    stray = world.one("agencies_delegation")
    found.append(Actor(Kind.OFFICER, agency=stray["taker_id"], person=people[-1], delegation=stray["id"]))
    return found


_COLUMNS = """
SELECT attname, format_type(atttypid, NULL), attnotnull, atttypmod - 4
FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""


def put(db: psycopg.Connection[Any], world: World) -> None:
    """Write the world, with what else each row needs."""
    db.execute("SET LOCAL session_replication_role = replica")
    known = {name for (name,) in db.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    for table in [*world.rows]:
        if table not in known:
            del world.rows[table]
            continue
        columns = {name: (type, needed, most) for name, type, needed, most in db.execute(_COLUMNS, [table]).fetchall()}
        whole = world.rows[table] = [_whole(world, row, columns) for row in world.rows[table]]
        db.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s)",
            [Jsonb(whole, dumps=lambda rows: json.dumps(rows, default=_plain))],
        )
    db.execute("SET LOCAL session_replication_role = origin")


def _whole(world: World, row: Row, columns: dict[str, tuple[str, bool, int]]) -> Row:
    """The row with something in every column that may not be empty; columns that are no more are left out."""
    found = {name: value for name, value in row.items() if name in columns}
    for name, (type, needed, most) in columns.items():
        if needed and name not in found:
            found[name] = _something(world, type, most)
    return found


def _something(world: World, type: str, most: int) -> Any:
    if type.endswith("[]"):
        return []
    plain: dict[str, Any] = {
        "boolean": False, "inet": "127.0.0.1", "jsonb": {}, "bytea": "\\x00", "uuid": world.id(), "date": world.now.date(),
        "timestamp with time zone": world.now, "time without time zone": "08:00",
    }  # fmt: skip
    if type in plain:
        return plain[type]
    if type in ("bigint", "integer", "smallint"):
        return world.dice.randrange(1, 30_000)
    text = f"{world.dice.getrandbits(64):016x}"
    return text[:most] if most > 0 else text


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def keys_of(db: psycopg.Connection[Any], table: str) -> Sequence[str]:
    """The columns of a table's primary key."""
    found = db.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int[], a.attnum::int)",
        [table],
    )
    return [name for (name,) in found.fetchall()]
