"""Letters about alerts. They name nobody: what they are about is on the page that they lead to."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.selectors import agency_by_id, officers_of
from thanjai.audit.choices import chosen_by
from thanjai.audit.models import Alert
from thanjai.domain.buddhist import format_day
from thanjai.domain.definition.base import Role
from thanjai.domain.text import Text
from thanjai.domain.watch import WORDS, Odd
from thanjai.messaging.actions import send_email


@transaction.atomic
def send(*, agency_id: UUID, alert_id: UUID) -> None:
    """To the heads and the data-protection officer; whoever the alert is about gets none. Twice sends nothing twice."""
    alert = Alert.objects.get(pk=alert_id)
    heads = [one.person for one in officers_of(agency_id, Role.HEAD) if one.person_id != alert.person_id]
    readers = {person.email: person.language for person in heads}
    if guardian := chosen_by(agency_id).guardian_email:
        readers.setdefault(guardian, "th")
    if not readers and (office := agency_by_id(agency_id).email):
        readers[office] = "th"
    for address, language in readers.items():
        subject, body = _words(alert)
        send_email(
            agency_id=agency_id, subject_id=alert.id, key=f"alert/{alert.id}/{address}"[:120], to=address,
            subject=subject.in_language(language), body=body.in_language(language),
        )  # fmt: skip


def _words(alert: Alert) -> tuple[Text, Text]:
    what = WORDS[Odd(alert.kind)]
    subject = Text(
        th="มีการเข้าดูข้อมูลส่วนบุคคลที่ควรตรวจสอบ",
        en="Somebody's access to personal data should be looked into",
    )
    place = f"/office/alerts/{alert.id}/"
    body = Text(
        th=f"{what.th} เมื่อ{format_day(alert.day, 'th')}\n\nดูว่าใคร เรื่องใด และบันทึกผลการตรวจสอบที่ {settings.BASE_URL}{place}",
        en=f"{what.en}, on {format_day(alert.day, 'en')}.\n\n"
        f"See who it was and which cases, and note what was found: {settings.BASE_URL}/en{place}",
    )
    return subject, body
