"""The link to a plan that is not sent yet, by e-mail."""

from __future__ import annotations

from django.conf import settings

from thanjai.bundles import selectors
from thanjai.bundles.actions import code_of
from thanjai.bundles.models import Plan
from thanjai.domain.text import Text
from thanjai.kernel.ids import digest
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.actions import send_email


def link_of(plan: Plan) -> str:
    """The address that opens a plan and all its cases, with its secret in it."""
    prefix = "/en" if plan.language == "en" else ""
    return f"{settings.BASE_URL}{prefix}/p/{plan.id}/{code_of(plan)}/"


def send_link(plan: Plan, to: str) -> None:
    """Send somebody the way back to their plan."""
    title = selectors.definition_of(plan.version_id).title
    words = Text(
        th=f"กลับมาที่ “{title.th}” ได้ที่ลิงก์นี้ ผู้ที่มีลิงก์เปิดดูได้ โปรดอย่าส่งต่อ\n\n{link_of(plan)}",
        en=f"Come back to “{title.en}” at this link. Whoever has it can open it: do not pass it on.\n\n{link_of(plan)}",
    )
    subject = Text(th="ลิงก์กลับมาที่แผนของท่าน", en="The link to your plan")
    with acting_as(PLATFORM):
        send_email(
            agency_id=None, subject_id=plan.id, key=f"plan/{plan.id}/{plan.saved_at.timestamp()}/{digest(to)[:32]}",
            to=to, subject=subject.in_language(plan.language), body=words.in_language(plan.language),
        )  # fmt: skip
