"""Writing accounts."""

from __future__ import annotations

from thanjai.accounts.models import Person


def register_person(
    *, email: str, name: str, name_en: str = "", phone: str = "", language: str = "th", is_demo: bool = False
) -> Person:
    """Open an account, or renew the facts of the one with this address."""
    facts = {"name": name, "name_en": name_en, "phone": phone, "language": language, "is_demo": is_demo}
    person, _ = Person.objects.update_or_create(email=email.lower(), defaults=facts)
    return person
