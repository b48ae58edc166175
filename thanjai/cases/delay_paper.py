"""The notice of delay as a signed paper on the agency's form, and as words (LFA section 10)."""

from __future__ import annotations

from thanjai.agencies.letterhead import letterhead_of, signatory_of
from thanjai.agencies.selectors import name_of, overseer
from thanjai.cases import stationery
from thanjai.cases.models import Case, CaseEvent, DelayCopy
from thanjai.catalogue.selectors import arrangement_of, definition_of
from thanjai.domain.buddhist import bangkok_day, format_day, format_moment
from thanjai.domain.case.delays import LAW, WORDS, DelayCause
from thanjai.domain.deadlines import DELAY_NOTICE_EVERY_DAYS
from thanjai.domain.text import Text
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.content import LetterContent, Line

TITLE = Text(th="หนังสือแจ้งเหตุแห่งความล่าช้า", en="Notice of delay")


def paper_of(copy: DelayCopy, row: Case) -> StoredFile:
    """The notice as a signed PDF, kept with the case's other letters; the overseer reads it too."""
    seq = seq_of(copy)
    made = stationery.kept(row, seq)
    return made or stationery.sign_and_keep(row, seq, content_of(copy, row, seq), copy.sent_at)


def seq_of(copy: DelayCopy) -> int:
    """The number of the event in which the notice was given."""
    given = {"plain__rule": copy.rule, "plain__day": copy.day.isoformat()}
    return CaseEvent.objects.get(case_id=copy.case_id, type="delay_notified", **given).seq


def content_of(copy: DelayCopy, row: Case, seq: int) -> LetterContent:
    watching = overseer()
    return LetterContent(
        letterhead=letterhead_of(row.agency_id),
        title=TITLE,
        number=stationery.number_of(row, seq),
        issued_on=bangkok_day(copy.sent_at),
        subject=subject_of(copy),
        to=row.applicant or "-",
        lines=tuple(_lines(copy, row)),
        paragraphs=(*what_happened(copy, row), _WEEKLY),
        copies_to=(name_of(watching),) if watching else (),
        enquiries=Line(label=Text(th="สอบถามได้โดยตรงที่", en="Ask directly"), value=_officer(copy)),
        signatory=signatory_of(row.agency_id, chosen=arrangement_of(row.agency_id, row.service_id).signatory),
    )


_WEEKLY = Text(
    th=f"หากยังไม่แล้วเสร็จ หน่วยงานจะแจ้งเหตุแห่งความล่าช้าให้ท่านทราบทุก {DELAY_NOTICE_EVERY_DAYS} วันจนกว่าจะแล้วเสร็จ "
    f"และได้ส่งสำเนาหนังสือนี้ให้สำนักงาน ก.พ.ร. แล้ว ({LAW.th})",
    en=f"Until it is done the agency tells you every {DELAY_NOTICE_EVERY_DAYS} days why it takes longer. A copy goes "
    f"to the Office of the Public Sector Development Commission ({LAW.en}).",
)


def subject_of(copy: DelayCopy) -> Text:
    return Text(
        th=f"แจ้งเหตุแห่งความล่าช้าในการพิจารณาคำขอ ครั้งที่ {copy.ordinal}",
        en=f"Why your request takes longer: notice {copy.ordinal}",
    )


def what_happened(copy: DelayCopy, row: Case) -> tuple[Text, ...]:
    """What was due, why it is late, and when to expect it now."""
    limit = limit_title(copy, row)
    late = Text(
        th=f"เรื่อง “{limit.th}” ต้องแล้วเสร็จภายใน {format_moment(copy.due_at, 'th')} แต่ยังไม่แล้วเสร็จ หน่วยงานขออภัยในความล่าช้า",
        en=f"“{limit.en}” was due by {format_moment(copy.due_at, 'en')} and is not done yet. We apologise.",
    )
    return late, _why(copy), _expected(copy)


def limit_title(copy: DelayCopy, row: Case) -> Text:
    """What the time limit is called."""
    line = next((line for line in row.deadlines if line["rule"] == copy.rule), None)
    return Text(**line["title"]) if line else definition_of(row.version_id).title


def _why(copy: DelayCopy) -> Text:
    cause = WORDS[DelayCause(copy.cause)]
    if copy.cause == DelayCause.NOT_GIVEN:
        return Text(
            th="เจ้าหน้าที่ผู้รับผิดชอบยังไม่ได้ระบุเหตุแห่งความล่าช้าภายในวันนี้ หน่วยงานได้แจ้งหัวหน้าหน่วยงานแล้ว",
            en="The officer in charge has given no reason by the end of this day. The head of the agency has been told.",
        )
    waits = f" ({copy.waits_on})" if copy.waits_on else ""
    return Text(th=f"เหตุ: {cause.th}{waits} — {copy.reason}", en=f"Reason: {cause.en}{waits} — {copy.reason}")


def _expected(copy: DelayCopy) -> Text:
    if copy.expected is None:
        return Text(
            th="ยังไม่สามารถระบุวันที่คาดว่าจะแล้วเสร็จได้ สอบถามเจ้าหน้าที่ตามที่ติดต่อในหนังสือนี้",
            en="We cannot say yet when it will be done. Ask the officer named in this notice.",
        )
    return Text(
        th=f"คาดว่าจะแล้วเสร็จภายใน {format_day(copy.expected, 'th')}",
        en=f"We expect it to be done by {format_day(copy.expected, 'en')}.",
    )


def _officer(copy: DelayCopy) -> str:
    return ", ".join(part for part in (copy.officer, copy.contact) if part) or "-"


def _lines(copy: DelayCopy, row: Case) -> list[Line]:
    return [
        Line(label=Text(th="เลขที่คำขอ", en="Case no."), value=row.number),
        Line(label=Text(th="บริการ", en="Service"), value=definition_of(row.version_id).title),
        Line(label=Text(th="ครบกำหนด", en="Was due"), value=_moment(copy)),
        Line(label=Text(th="คาดว่าจะแล้วเสร็จ", en="Expected now"), value=_day_expected(copy)),
        Line(label=Text(th="เจ้าหน้าที่ผู้รับผิดชอบ", en="Officer in charge"), value=_officer(copy)),
    ]


def _moment(copy: DelayCopy) -> Text:
    return Text(th=format_moment(copy.due_at, "th"), en=format_moment(copy.due_at, "en"))


def _day_expected(copy: DelayCopy) -> Text:
    if copy.expected is None:
        return Text(th="ยังระบุไม่ได้", en="Not known yet")
    return Text(th=format_day(copy.expected, "th"), en=format_day(copy.expected, "en"))
