"""Why a paper may or may not be renewed by paying, in words that say what to do."""

from __future__ import annotations

from datetime import date
from typing import Final

from thanjai.domain.buddhist import format_day
from thanjai.domain.text import Text

NO_END: Final = Text(th="เอกสารนี้ไม่มีวันหมดอายุ ไม่ต้องต่ออายุ", en="This document does not expire: there is nothing to renew.")
ENDED: Final = Text(
    th="เอกสารนี้ถูกเพิกถอนหรือมีฉบับใหม่แทนแล้ว จึงต่ออายุไม่ได้ หากจะประกอบกิจการต่อ ให้สอบถามหน่วยงานผู้ออก",
    en="This document was revoked or replaced, so it cannot be renewed. To go on, ask the agency that issued it.",
)
SUSPENDED: Final = Text(
    th="เอกสารนี้อยู่ระหว่างถูกพักใช้ จึงต่ออายุด้วยการชำระไม่ได้ ติดต่อหน่วยงานผู้ออกก่อนวันหมดอายุ เมื่อพ้นการพักใช้แล้วจึงชำระ",
    en="This document is suspended, so it cannot be renewed by paying. Speak to the agency before it expires, and pay "
    "once the suspension has been lifted.",
)
BY_APPLICATION: Final = Text(
    th="เอกสารชนิดนี้ต่ออายุโดยยื่นคำขอก่อนวันหมดอายุ ชำระแทนการยื่นคำขอไม่ได้",
    en="This kind of document is renewed by an application before it expires; paying alone is not enough.",
)
RENEWED: Final = Text(th="ชำระก่อนวันหมดอายุ ถือว่าได้ต่ออายุแล้ว", en="Paid before it expired: the document has been renewed.")
ALREADY: Final = Text(
    th="ต่ออายุสำหรับช่วงเวลานี้ไปแล้ว จึงไม่ต้องชำระอีก",
    en="It has been renewed for this period already: nothing more is to be paid.",
)


def late_words(last: date, surcharge: Text | None) -> Text:
    """It has expired. `surcharge` is what the law adds for one who is late."""
    more = _more(surcharge)
    return Text(
        th=f"เอกสารหมดอายุเมื่อสิ้นวันที่ {format_day(last, 'th')} จึงต่ออายุด้วยการชำระไม่ได้แล้ว ให้ยื่นคำขอต่อหน่วยงานผู้ออก{more[0]}",
        en=f"It expired at the end of {format_day(last, 'en')}, so it can no longer be renewed by paying. "
        f"Apply to the agency that issued it.{more[1]}",
    )


def incomplete_words(surcharge: Text | None) -> Text:
    """Only a part of the fee came in time."""
    more = _more(surcharge)
    return Text(
        th=f"ชำระไม่ครบจำนวนก่อนเอกสารหมดอายุ จึงไม่ได้ต่ออายุ ให้ยื่นคำขอต่อหน่วยงานผู้ออก{more[0]}",
        en=f"Less than the whole fee was paid before it expired, so it was not renewed. "
        f"Apply to the agency that issued it.{more[1]}",
    )


def _more(surcharge: Text | None) -> tuple[str, str]:
    if surcharge is None:
        return "", ""
    return f" ค่าธรรมเนียมที่ชำระล่าช้าเพิ่ม{surcharge.th}", f" A fee paid late grows by {surcharge.en}."


def not_yet_words(opens: date) -> Text:
    return Text(
        th=f"ยังไม่ถึงเวลาต่ออายุ ชำระได้ตั้งแต่ {format_day(opens, 'th')}",
        en=f"It is too early to renew. You can pay from {format_day(opens, 'en')}.",
    )


def open_words(last: date, until: date) -> Text:
    return Text(
        th=f"ชำระก่อนสิ้นวันที่ {format_day(last, 'th')} แล้วเอกสารใช้ได้ต่อถึง {format_day(until, 'th')} ทันที ไม่ต้องยื่นคำขอ",
        en=f"Pay before the end of {format_day(last, 'en')} and it is valid until {format_day(until, 'en')} at once, "
        "without an application.",
    )
