"""Applications begun at a service that ends: whoever has begun one is told in time to send it."""

from __future__ import annotations

from uuid import UUID

from thanjai.cases.abandoned import address_of
from thanjai.cases.letters import link_of
from thanjai.cases.models import Draft
from thanjai.catalogue.selectors import rules_for
from thanjai.domain.text import Text
from thanjai.messaging.actions import send_email


def tell_of_ending(*, agency: UUID, service: str, key: str, words: Text) -> int:
    """Write to whoever has an application begun at an agency, where we know an address; how many letters that is.

    Asked again with the same `key`, nothing is sent twice.
    """
    begun = Draft.objects.filter(
        agency_id=agency, service_id=service, submitted_at__isnull=True, case_id__isnull=True
    )  # fmt: skip
    letters = 0
    for draft in begun.order_by("id").iterator(chunk_size=200):
        if to := address_of(draft):
            _write(draft, to, key, words)
            letters += 1
    return letters


def _write(draft: Draft, to: str, key: str, words: Text) -> None:
    title, link = rules_for(draft.version_id, draft.agency_id).definition.title, link_of(draft)
    subject = Text(th=f"คำขอที่เริ่มกรอกไว้: {title.th}", en=f"The application you have begun: {title.en}")
    body = Text(
        th=f"ท่านเริ่มกรอกคำขอ “{title.th}” ไว้แต่ยังไม่ได้ยื่น\n{words.th}\n\nกรอกต่อและยื่นได้ที่: {link}",
        en=f"You began an application, “{title.en}”, and have not sent it.\n{words.en}\n\nGo on and send it here: {link}",
    )
    send_email(
        agency_id=draft.agency_id, subject_id=draft.id, key=f"ending/{key}/{draft.id}"[:120], to=to,
        subject=subject.in_language(draft.language), body=body.in_language(draft.language),
    )  # fmt: skip
