"""Words of the office that are ours and not a definition's."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thanjai.cases.timeline import LABELS
from thanjai.domain.case.state import Status
from thanjai.domain.text import Text


def status_label(status: str) -> Text:
    """A status in an officer's words: where an applicant reads “you”, an officer reads “the applicant”."""
    if status == Status.NEEDS_CORRECTION:
        return Text(th="รอผู้ยื่นแก้ไข", en="Waiting for correction")
    return LABELS[Status(status)]


def role_words(role: str | None) -> str:
    """A role as its work is called; of none, anybody in the agency."""
    words = {
        "front_desk": _("front desk"),
        "reviewer": _("reviewer"),
        "inspector": _("inspector"),
        "cashier": _("cashier"),
        "approver": _("approver"),
        "head": _("head of the agency"),
        "author": _("author of services"),
    }
    return words.get(role or "", _("any officer"))


def done_words(command: str) -> str:
    """What was just done, for the notice above the case; empty for nothing we know."""
    words = {
        "finish": _("Recorded. The case went on to its next step."),
        "accept": _("Accepted as complete. The case went on to its next step."),
        "decide": _("The decision was recorded. The applicant is being told."),
        "defects": _("The record of what is missing was sent to the applicant. It is sent only once."),
        "return": _("The request was returned with your reasons."),
        "extend": _("The time was extended. The applicant is being told why."),
        "assign": _("The work was handed over."),
        "delay": _("The reason was kept. It goes out with the next notice of delay."),
        "delay-sent": _("The notice of delay with your reason went out to the applicant, with a copy to OPDC."),
        "set_aside": _("The exception and its reason are on the record."),
        "note": _("The note was added."),
        "message": _("Your message was sent. A letter tells the applicant of it."),
        "put_aside": _("Noted: no answer is needed. The applicant sees so."),
        "further": _("The further record was sent to the applicant. The law allows no other."),
        "told": _("Recorded. The case knows now that the applicant was told."),
        "served": _("Recorded. The time to appeal runs from that day."),
        "acknowledge": _("The signed record is kept with the case."),
        "appeal": _("The appeal was entered. The head of the agency has it on their list."),
        "decide_appeal": _("The decision on the appeal was recorded. The applicant is being told."),
        "suspend": _("The document is suspended from now on, and whoever checks it sees so."),
        "lift": _("The suspension ended. The document is valid again."),
        "revoke": _("The document is revoked, and whoever checks it sees so."),
    }
    return words.get(command, "")
