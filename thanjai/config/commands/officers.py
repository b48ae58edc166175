"""`thanjai officers`: an agency's first head, vouching for a head's key, and a list of officers that a head grants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from thanjai.domain.refusals import Refusal

if TYPE_CHECKING:
    from thanjai.kernel.tenancy import Actor


@click.group("officers")
def command() -> None:
    """Appoint an agency's first head; say that a key is a head's own; bring in officers from a list."""


@command.command("head")
@click.argument("agency")
@click.argument("email")
@click.option("--name", required=True, help="Name and family name.")
@click.option("--position", required=True, help="As it stands under signatures, in Thai.")
@click.option("--position-en", default="", help="The same in English.")
def head(agency: str, email: str, name: str, position: str, position_en: str) -> None:
    """Let whoever has this e-mail address head the agency; AGENCY is its name in addresses. Heads appoint the others."""
    _ready()
    from django.db import transaction

    from thanjai.accounts.actions import register_person
    from thanjai.accounts.selectors import person_by_email
    from thanjai.agencies.actions import appoint
    from thanjai.agencies.selectors import agency_by_slug
    from thanjai.domain.definition.base import Role
    from thanjai.domain.text import Text
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    with acting_as(PLATFORM), transaction.atomic():
        try:
            found = agency_by_slug(agency)
        except Refusal as refusal:
            raise click.ClickException(refusal.message.en) from None
        person = person_by_email(email) or register_person(email=email, name=name)
        title = Text(th=position, en=position_en or position)
        appoint(agency=found.id, person=person.id, roles=[Role.HEAD], unit=title, position=title)
    click.echo(f"{person.name} heads {found.name_en}. They sign in by e-mail, add a key, and tell you its number.")
    click.echo(f"Then, having heard it from themselves: thanjai officers vouch {person.email} NUMBER")


@command.command("vouch")
@click.argument("email")
@click.argument("number")
def vouch(email: str, number: str) -> None:
    """Say that the key of this NUMBER belongs to the person, who has told it to you themselves."""
    _ready()
    from django.db import transaction

    from thanjai.accounts.keys import vouch_for_key
    from thanjai.accounts.selectors import person_by_email
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    try:
        with acting_as(PLATFORM), transaction.atomic():
            person = person_by_email(email)
            if person is None:
                raise click.ClickException(f"Nobody has the address {email}.")
            vouch_for_key(person=person.id, number=number)
    except Refusal as refusal:
        raise click.ClickException(refusal.message.en) from None
    click.echo(f"The key is {person.name}'s. The office opens when they next sign in with it.")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", required=True, help="Its name in addresses.")
@click.option("--by", required=True, metavar="EMAIL", help="Who of the agency asks for all of them.")
@click.option("--reason", required=True, help="Why they need these rights.")
@click.option("--exception", default="", help="Why who asks grants it too: only the one head of an agency may.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the file with the faults beside."
)
@click.option("--yes", is_flag=True, help="Do not ask: bring in the lines that are right.")
def import_(
    file: Path, agency: str, by: str, reason: str, exception: str, report: Path | None, yes: bool
) -> None:  # fmt: skip
    """Bring in officers from a CSV or XLSX FILE; says first, line by line, what it would do and what is wrong. A head
    of the agency grants it in the office."""
    _ready()
    from thanjai.config.bringing import bring_in

    actor = _officer(agency, by)
    bring_in("officers", file, agency=actor.agency, report=report, yes=yes, actor=actor, reason=reason,
             exception=exception)  # fmt: skip


@command.command("undo")
@click.argument("list_id", metavar="LIST", type=click.UUID)
@click.option("--agency", required=True, help="Its name in addresses.")
@click.option("--by", required=True, metavar="EMAIL", help="The head of the agency, who undoes it.")
def undo(list_id: UUID, agency: str, by: str) -> None:
    """End the rights that a LIST gave, but of those who have signed in since; says of whom and why."""
    _ready()
    from thanjai.config.bringing import take_back

    take_back(list_id, actor=_officer(agency, by))


def _officer(agency: str, email: str) -> Actor:
    """Raises ClickException for whoever does not serve there."""
    from django.db import transaction

    from thanjai.accounts.selectors import person_by_email
    from thanjai.agencies.selectors import agency_by_slug, membership
    from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as

    try:
        with transaction.atomic(), acting_as(PLATFORM):
            found, person = agency_by_slug(agency), person_by_email(email)
            if person is None or membership(person.id, found.id) is None:
                raise click.ClickException(f"Nobody with the address {email} serves there.")
    except Refusal as refusal:
        raise click.ClickException(refusal.message.en) from None
    return Actor(Kind.OFFICER, agency=found.id, person=person.id, name=person.name)


def _ready() -> None:
    from thanjai.config.database import ready_django

    ready_django()
