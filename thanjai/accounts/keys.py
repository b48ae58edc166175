"""The keys and apps by which somebody proves who they are, and how surely we know that these are in the right hand.

Whoever reads another's mail can sign in with a code and add a key of their own. So a key is worth as much as we knew
of the person when they added it. An officer's key that came with a mere code by mail opens no office until the head,
who knows the officer, has heard from them the number that their own page shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.crypto import salted_hmac

from thanjai.domain.assurance import Assurance
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

LEVEL: Final = "level"
"""Under this name an authenticator's row keeps how surely its person was known."""
_KEYS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Key:
    """`name` as its owner called it; empty for an app. `number` is what the owner reads to whoever vouches."""

    name: str
    added_at: datetime
    is_sure: bool
    number: str


def keys_of(person: UUID) -> list[Key]:
    """What somebody has set up, the oldest first."""
    return [_key(row) for row in _rows(person)]


def vouch_for_key(*, person: UUID, number: str) -> Key:
    """Take somebody's word, who knows the person, that the key of this number is theirs. Raises Refusal."""
    typed = "".join(letter for letter in number if letter.isdecimal())
    unsure = [row for row in _rows(person).select_for_update() if not _key(row).is_sure]
    found = [row for row in unsure if _key(row).number == typed]
    if len(found) != 1:
        raise Refusal(
            "no_such_key",
            Text(
                th="ไม่มีกุญแจที่ใช้เลขนี้ ขอให้เจ้าหน้าที่อ่านเลขจากหน้าวิธีเข้าสู่ระบบของตนอีกครั้ง หากเลขไม่ตรง ห้ามรับรอง",
                en="No key has this number. Ask the officer to read it again from their page of how they sign in. "
                "If it differs, do not vouch.",
            ),
            field="number",
        )
    (row,) = found
    row.data[LEVEL] = str(Assurance.SUBSTANTIAL)
    row.save(update_fields=["data"])
    return _key(row)


def level_of(row: Authenticator) -> Assurance:
    return Assurance(row.data.get(LEVEL, Assurance.LOW.value))


def _rows(person: UUID):  # type: ignore[no-untyped-def]
    return Authenticator.objects.filter(user_id=person, type__in=_KEYS).order_by("created_at")


def _key(row: Authenticator) -> Key:
    name = str(row.wrap().name) if row.type == Authenticator.Type.WEBAUTHN else ""
    number = int(salted_hmac("thanjai.keys", f"{row.pk} {row.created_at.isoformat()}").hexdigest(), 16) % 10**6
    return Key(name, row.created_at, level_of(row) >= Assurance.SUBSTANTIAL, f"{number:06}")
