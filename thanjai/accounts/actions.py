"""Writing accounts."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction

from thanjai.accounts.models import Person
from thanjai.accounts.selectors import index_of
from thanjai.domain.identity import national_id
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.secrets import seal


def register_person(
    *, email: str, name: str, name_en: str = "", phone: str = "", language: str = "th", is_demo: bool = False
) -> Person:
    """Open an account, or renew the facts of the one with this address."""
    facts = {"name": name, "name_en": name_en, "phone": phone, "language": language, "is_demo": is_demo}
    person, _ = Person.objects.update_or_create(email=email.lower(), defaults=facts)
    return person


@transaction.atomic
def open_account(*, email: str, language: str) -> Person:
    """The account of an address that somebody has just shown to be theirs; a new one when there is none.

    Until a provider tells the name, the address stands for it.
    """
    address = email.lower()
    person, _ = Person.objects.get_or_create(email=address, defaults={"name": address, "language": language})
    EmailAddress.objects.get_or_create(user=person, email=address, defaults={"verified": True, "primary": True})
    return person


def identify(person: Person, *, number: str, name: str, name_en: str = "") -> Person:
    """Note who a person is, as a provider has just vouched; the person need not be stored yet.

    Raises Refusal when the number is none, or when the person is known by another one: an account never changes hands.
    """
    number = national_id(number)
    index = index_of(number)
    if person.national_id_index is not None and bytes(person.national_id_index) != index:
        raise Refusal(
            "another_person",
            Text(
                th="บัญชีนี้ยืนยันตัวตนไว้ด้วยเลขประจำตัวประชาชนอื่นแล้ว โปรดออกจากระบบแล้วเข้าใหม่ด้วยบัญชีของท่านเอง",
                en="This account is proven to be somebody else's. Sign out, and sign in with your own.",
            ),
        )
    if person.national_id_index is None:
        person.national_id_sealed, person.national_id_index = seal(number), index
    person.name = name[:200] or person.name
    person.name_en = name_en[:200] or person.name_en
    return person


def end_sessions(person: UUID) -> None:
    """End all of somebody's sessions, from the next page on."""
    for session in UserSession.objects.filter(user_id=person):
        session.end()


def note_sign_in(person: Person, *, place: str) -> None:
    """Keep where somebody has just signed in from; Django keeps when."""
    person.last_login_from = place[:200]
    person.save(update_fields=["last_login_from"])
