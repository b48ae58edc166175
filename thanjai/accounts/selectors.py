"""Reading accounts."""

from __future__ import annotations

from uuid import UUID

from thanjai.accounts.models import Person


def person(id: UUID) -> Person:
    return Person.objects.get(pk=id)


def person_by_email(email: str) -> Person | None:
    """For the door: the account of an address, or None."""
    return Person.objects.filter(email__iexact=email).first()


def demo_people() -> list[Person]:
    """The pretend people of a demonstration, offered on its sign-in page."""
    return list(Person.objects.filter(is_demo=True).order_by("email"))
