"""A forgotten filter leaks nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.agencies.models import Agency
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.models import Reading, StoredFile
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as

pytestmark = pytest.mark.django_db
PLACE = Text(th="ขอนแก่น", en="Khon Kaen")
OPEN_TABLES = {
    "django_migrations", "django_session", "procrastinate_jobs", "procrastinate_events", "procrastinate_workers",
    "procrastinate_periodic_defers", "accounts_cache",
}  # fmt: skip


def agency(slug: str, code: str) -> Agency:
    return register_agency(
        slug=slug, code=code, kind=AgencyKind.MUNICIPALITY, name=PLACE, province=PLACE, address=PLACE
    )


def test_the_application_connects_as_a_role_that_owns_nothing_and_cannot_pass_policies() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


def test_every_table_of_an_agency_or_a_person_has_policies() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity"
            " AND has_table_privilege(current_user, c.oid, 'SELECT') AND NOT c.relispartition"
        )
        assert {name for (name,) in cursor.fetchall()} <= OPEN_TABLES


def test_without_an_actor_there_are_no_rows() -> None:
    with acting_as(PLATFORM):
        agency("kk", "KK")
    assert list(Agency.objects.all()) == []
    with acting_as(PUBLIC):
        assert [found.slug for found in Agency.objects.all()] == ["kk"]


def test_an_unfiltered_query_of_an_officer_shows_only_their_own_lines_of_the_trail() -> None:
    me = uuid4()
    with acting_as(PLATFORM):
        mine, other = agency("mine", "MI"), agency("other", "OT")
        for owner, reader in ((mine, me), (mine, uuid4()), (other, me)):
            Reading.objects.create(
                agency_id=owner.id, person_id=reader, person_name="x", subject=uuid4(), what="case", at=now()
            )
    with acting_as(Actor(Kind.OFFICER, agency=mine.id, person=me)):
        assert [(line.agency_id, line.person_id) for line in Reading.objects.all()] == [(mine.id, me)]


def test_nobody_writes_a_line_in_somebody_elses_name() -> None:
    with acting_as(PLATFORM):
        mine = agency("mine", "MI")
    officer = Actor(Kind.OFFICER, agency=mine.id, person=uuid4())
    with acting_as(officer), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Reading.objects.create(
            agency_id=mine.id, person_id=uuid4(), person_name="x", subject=uuid4(), what="case", at=now()
        )


def test_nobody_writes_into_another_agency() -> None:
    with acting_as(PLATFORM):
        mine, other = agency("mine", "MI"), agency("other", "OT")
    officer = Actor(Kind.OFFICER, agency=mine.id, person=uuid4())
    with acting_as(officer), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Reading.objects.create(
            agency_id=other.id, person_id=uuid4(), person_name="x", subject=uuid4(), what="case", at=now()
        )


def test_one_who_holds_the_secret_sees_that_file_and_no_other() -> None:
    facts = {"purpose": "draft", "name": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": "0",
             "created_at": now(), "owner_id": uuid4()}  # fmt: skip
    with acting_as(PLATFORM):
        place = agency("kk", "KK")
        for secret in ("a" * 64, "b" * 64):
            StoredFile.objects.create(agency_id=place.id, bearer=secret, **facts)
    with acting_as(Actor(Kind.BEARER, bearer="a" * 64)):
        assert [file.bearer for file in StoredFile.objects.all()] == ["a" * 64]
    with acting_as(PUBLIC):
        assert not StoredFile.objects.exists()


def test_memberships_are_seen_by_the_agency_and_the_member() -> None:
    with acting_as(PLATFORM):
        place = agency("kk", "KK")
        person = register_person(email="a@example.com", name="ก")
        appoint(agency=place.id, person=person.id, roles=[Role.HEAD], unit=PLACE, position=PLACE)
        from thanjai.agencies.selectors import memberships_of
    with acting_as(Actor(Kind.PERSON, person=person.id)):
        assert len(memberships_of(person.id)) == 1
    with acting_as(Actor(Kind.PERSON, person=uuid4())):
        assert memberships_of(person.id) == []


def test_the_trail_of_reading_cannot_be_changed() -> None:
    with acting_as(PLATFORM):
        place = agency("kk", "KK")
        Reading.objects.create(
            agency_id=place.id, person_id=uuid4(), person_name="x", subject=uuid4(), what="case", at=now()
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            Reading.objects.update(person_name="y")
