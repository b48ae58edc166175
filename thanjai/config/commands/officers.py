"""`thanjai officers`: an agency's first head, and vouching for a head's key. All else is done in the office."""

from __future__ import annotations

import click

from thanjai.domain.refusals import Refusal


@click.group("officers")
def command() -> None:
    """Appoint an agency's first head; say that a key is a head's own."""


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


def _ready() -> None:
    from thanjai.config.database import ready_django

    ready_django()
