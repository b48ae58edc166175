"""Reading accounts."""

from __future__ import annotations

from uuid import UUID

from thanjai.accounts.models import Person
from thanjai.kernel.secrets import keyed


def person(id: UUID) -> Person:
    return Person.objects.get(pk=id)


def person_by_email(email: str) -> Person | None:
    """For the door: the account of an address, or None."""
    return Person.objects.filter(email__iexact=email).first() if email else None


def index_of(national_id: str) -> bytes:
    """By what a number is found without being kept in the clear; only this platform can work it out."""
    return keyed("national id", national_id.encode())


def person_by_national_id(national_id: str) -> Person | None:
    """For the door: the account of a number that a provider vouches for, or None."""
    return Person.objects.filter(national_id_index=index_of(national_id)).first()


def demo_people() -> list[Person]:
    """The pretend people of a demonstration, offered on its sign-in page."""
    return list(Person.objects.filter(is_demo=True).order_by("email"))
