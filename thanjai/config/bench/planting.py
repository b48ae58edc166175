"""Agencies, applications and cases to measure with. A few are made as people make them, the others copied in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import psycopg
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest
from psycopg import sql

from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.cases import drafts, submission
from thanjai.catalogue.actions import adopt, publish
from thanjai.config.bench.resealing import column_of, events_of
from thanjai.config.demo.packs import Pack, load_pack
from thanjai.config.demo.variation import Telling, as_uploaded, as_written
from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import bearer_of
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as
from thanjai.web import identity

NOTIFICATION = "food-premises-notification"
LICENCE = "food-premises-licence"
Copied = dict[str, sql.Composable]


@dataclass(frozen=True)
class Planted:
    """A draft or case of which there are copies: all have the same secret."""

    id: UUID
    code: str

    @property
    def actor(self) -> Actor:
        return Actor(Kind.BEARER, bearer=bearer_of(self.code))


class Plantation:
    """The world of the benchmark. Its first agency has the officer and takes all applications."""

    def __init__(self, owner_url: str, agencies: int) -> None:
        self.owner_url = owner_url
        self.agencies: list[UUID] = []
        self.officer: Actor
        with acting_as(PLATFORM), transaction.atomic():
            for id in (NOTIFICATION, LICENCE):
                publish(definition=load_pack(id).definition)
        self.grow(agencies)

    def grow(self, agencies: int) -> None:
        """Have so many agencies."""
        with acting_as(PLATFORM), transaction.atomic():
            for number in range(len(self.agencies), agencies):
                self._plant_agency(number)

    def _plant_agency(self, number: int) -> None:
        place = Text(th=f"เทศบาลตำบลทดลอง {number + 1}", en=f"Trial Municipality {number + 1}")
        town = Text(th="ขอนแก่น", en="Khon Kaen")
        row = register_agency(
            slug=slug(number),
            code=f"B{number:03}",
            kind=AgencyKind.MUNICIPALITY,
            name=place,
            province=town,
            address=town,
        )
        person = register_person(email=f"officer-{number}@bench.example", name="สมศรี ใจดี", name_en="Somsri Jaidee")
        position = Text(th="เจ้าพนักงาน", en="Officer")
        appoint(agency=row.id, person=person.id, roles=list(Role), unit=position, position=position)
        for id in (NOTIFICATION, LICENCE):
            adopt(agency=row.id, service=id, settings=load_pack(id).settings)
        if not self.agencies:
            self.officer = Actor(Kind.OFFICER, agency=row.id, person=person.id, name=person.name)
        self.agencies.append(row.id)

    @cached_property
    def pack(self) -> Pack:
        """The notification, whose journey is measured."""
        return load_pack(NOTIFICATION)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """A whole notification, ready to be typed."""
        return telling(NOTIFICATION).answers

    def draft(self, service: str = LICENCE) -> Planted:
        """One complete draft, made by the applicant's own actions; its files are only named."""
        form = load_pack(service).definition.form
        answers = as_uploaded(form.fields, telling(service).answers)
        with acting_as(PUBLIC):
            started = drafts.start_draft(actor=PUBLIC, agency_slug=slug(0), service_id=service)
        planted = Planted(started.draft.id, started.code)
        with acting_as(planted.actor):
            for page in form.pages:
                values = {field.id: answers[field.id] for field in page.fields if field.id in answers}
                drafts.save_answers(draft=started.draft, page_id=page.id, values=values, is_done=True)
        return planted

    @cached_property
    def a_draft(self) -> Planted:
        return self.draft()

    def case(self, service: str = LICENCE) -> Planted:
        """One case just submitted, in the same way."""
        planted = self.draft(service)
        with acting_as(planted.actor):
            submission.submit_draft(actor=planted.actor, draft_id=planted.id)
        return planted

    @cached_property
    def a_case(self) -> Planted:
        return self.case()

    def session(self) -> str:
        """The key of a session in which the officer is signed in."""
        request = HttpRequest()
        request.session = SessionStore()
        officer = self.officer
        assert officer.person and officer.agency
        with acting_as(PUBLIC), transaction.atomic():
            desk = identity.Desk(officer.agency)
            identity.sign_in(
                request,
                person=officer.person,
                name=officer.name,
                desk=desk,
                two_factors=True,
                assurance=Assurance.SUBSTANTIAL,
            )
            request.session.save()
        return str(request.session.session_key)

    @contextmanager
    def owner(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection that policies do not bind, for copying rows."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            yield connection

    def drafts(self, count: int, agencies: Sequence[UUID] | None = None) -> list[UUID]:
        """So many copies of the complete draft, at the first agency or spread over `agencies`."""
        changed: Copied = {}
        if agencies:
            changed["agency_id"] = spread(agencies)
        source = self.a_draft.id
        with self.owner() as connection:
            return copies(connection, "cases_draft", source, count, changed)

    def cases(
        self, count: int, source: UUID, agencies: Sequence[UUID] | None = None, ended: bool = False
    ) -> list[UUID]:
        """So many copies of a case with its events, over the last months; every other one ended if `ended`."""
        when = sql.SQL("now() - (n % 4000) * interval '41 minutes'")
        changed: Copied = {
            "number": sql.SQL("'B-' || lpad(nextval('cases_serial')::text, 12, '0')"),
            "submitted_at": when,
            "due_at": when + sql.SQL(" + interval '15 days'"),
            "warn_at": when + sql.SQL(" + interval '12 days'"),
        }
        if agencies:
            changed["agency_id"] = spread(agencies)
        if ended:
            changed["closed_at"] = sql.SQL("CASE WHEN n % 2 = 0 THEN now() END")
        with self.owner() as connection, connection.transaction():
            made = copies(connection, "cases_case", source, count, changed)
            _copy_events(connection, source, made)
        return made

    def empty(self) -> None:
        """Remove all cases and drafts."""
        with self.owner() as connection:
            connection.execute("TRUNCATE cases_case, cases_caseevent, cases_draft, procrastinate_jobs CASCADE")
        for kept in ("a_draft", "a_case"):
            self.__dict__.pop(kept, None)

    def settle(self) -> None:
        """Let the database tidy up now, rather than while something is measured."""
        with self.owner() as connection:
            for table in ("cases_case", "cases_caseevent", "cases_draft", "procrastinate_jobs"):
                connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))


def telling(service: str) -> Telling:
    """A whole application, and what officers record of it."""
    pack = load_pack(service)
    return as_written(pack, pack.examples[0], today=today(), settings=pack.settings)


def slug(number: int) -> str:
    """The place of an agency in addresses."""
    return f"trial-{number}"


def spread(agencies: Sequence[UUID]) -> sql.Composable:
    """An expression that goes through the agencies; the row's number is `n`."""
    listed = sql.SQL(", ").join(sql.Literal(id) for id in agencies)
    return sql.SQL("(ARRAY[{}])[1 + n % {}]").format(listed, sql.Literal(len(agencies)))


def spread_unevenly(agencies: Sequence[UUID]) -> list[UUID]:
    """The agencies in turn, the first of them ten times as often."""
    return [agencies[0]] * 9 + list(agencies)


def copies(connection: psycopg.Connection[Any], table: str, source: UUID, count: int, changed: Copied) -> list[UUID]:
    """Copy a draft or case `count` times with some columns `changed`, in one statement; returns the new ids.

    In an expression `n` is the number of the copy.
    """
    ids = [new_id() for _ in range(count)]
    name, kind, kept = column_of(table, source, ids)
    own: Copied = {column: sql.Identifier("own", column) for column in ("id", name)}
    columns = table_columns(connection, table)
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {table} source, (SELECT id, {name}, n::int AS n"
        " FROM unnest({ids}::uuid[], {kept}::{kind}[]) WITH ORDINALITY AS made(id, {name}, n)) own"
        " WHERE source.id = {source}"
    ).format(
        table=sql.Identifier(table),
        name=sql.Identifier(name),
        kind=sql.SQL(kind),
        ids=sql.Literal(ids),
        kept=sql.Literal(kept),
        source=sql.Literal(source),
        names=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join({**own, **changed}.get(name, sql.Identifier("source", name)) for name in columns),
    )
    connection.execute(statement)
    return ids


def table_columns(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """The names of a table's columns."""
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", [table]
    )
    return [row[0] for row in rows]


def _copy_events(connection: psycopg.Connection[Any], source: UUID, made: Sequence[UUID]) -> None:
    """The same events for the copies. Their seals are those of the source: nothing here verifies them."""
    own = ("case_id", "agency_id", "sealed")
    columns = [name for name in table_columns(connection, "cases_caseevent") if name not in own]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    values = sql.SQL(", ").join(sql.Identifier("source", name) for name in columns)
    connection.execute(
        sql.SQL(
            "INSERT INTO cases_caseevent (case_id, agency_id, sealed, {names})"
            " SELECT made.id, made.agency_id, kept.sealed, {values}"
            " FROM unnest(%s::uuid[], %s::int[], %s::bytea[]) kept(id, seq, sealed)"
            " JOIN cases_case made USING (id) JOIN cases_caseevent source USING (seq) WHERE source.case_id = %s"
        ).format(names=names, values=values),
        [*events_of(source, made), source],
    )
