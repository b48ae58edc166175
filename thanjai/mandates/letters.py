"""The letter that offers a mandate, with the link that opens once."""

from __future__ import annotations

from django.conf import settings

from thanjai.domain.text import Text
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.mandates.models import Holder
from thanjai.messaging.actions import send_email


def link_of(holder: Holder, language: str = "th") -> str:
    """The address that opens an invitation; empty once it was used."""
    if not holder.sealed_code:
        return ""
    prefix = "/en" if language == "en" else ""
    return f"{settings.BASE_URL}{prefix}/mandate/{holder.id}/{unseal(holder.sealed_code)}/"


def invite(holder: Holder) -> None:
    """Write to whoever is to act. Nobody is written to twice."""
    if not holder.email:
        return
    row = holder.mandate
    subject = Text(th="มีผู้มอบอำนาจให้ท่าน / A mandate for you", en="A mandate for you")
    words = Text(
        th=f"{row.given_by_name} ให้ท่านทำการแทน {row.party.name} ในบริการภาครัฐออนไลน์ ดูรายละเอียดแล้วตอบรับหรือปฏิเสธที่ลิงก์นี้"
        f" ซึ่งใช้ได้ครั้งเดียวและต้องเข้าสู่ระบบ หากไม่รู้จักผู้มอบ ไม่ต้องเปิดลิงก์\n\n{link_of(holder)}",
        en=f"{row.given_by_name} wants you to act for {row.party.name} in public services online. Read what it covers and"
        " accept or decline it at this link. It opens once, and you sign in. If you do not know them, leave it alone."
        f"\n\n{link_of(holder, 'en')}",
    )
    with acting_as(worker_at(row.agency_id) if row.agency_id else PLATFORM):
        send_email(
            agency_id=row.agency_id, subject_id=row.id, key=f"mandate/{holder.id}", to=holder.email, subject=subject.th,
            body=f"{words.th}\n\n{words.en}",
        )  # fmt: skip
