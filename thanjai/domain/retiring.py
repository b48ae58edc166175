"""When a service is offered no more: from which day, and what people do instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from thanjai.domain.buddhist import format_day
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

NOTICE: Final = timedelta(days=30)
"""At least so long before, so that whoever has begun an application can send it."""
FURTHEST: Final = timedelta(days=730)
AGAIN: Final = timedelta(days=7)
"""So long before the day whoever has not sent theirs is told once more."""
LONGEST: Final = 300


class Instead(BaseModel):
    """Where to go: to another service, by its id, or as some words say; or both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: str = ""
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """From the day `on` there are no new applications."""

    on: date
    instead: Instead

    def is_over(self, today: date) -> bool:
        return self.on <= today

    def words(self, today: date) -> Text:
        """What everybody is told."""
        th, en = format_day(self.on, "th"), format_day(self.on, "en")
        if self.is_over(today):
            return Text(th=f"ไม่ให้บริการนี้แล้วตั้งแต่ {th}", en=f"No longer offered since {en}")
        return Text(
            th=f"ไม่รับคำขอใหม่ตั้งแต่ {th} คำขอที่ยื่นก่อนวันนั้นดำเนินการต่อจนเสร็จ",
            en=f"No new applications from {en}. What is sent before that day goes on to its end",
        )


@dataclass(frozen=True, slots=True)
class Told:
    """An ending as people are told of it on a day. `title` is that of the service that takes its place."""

    on: date
    is_over: bool
    words: Text
    instead: Instead
    title: Text | None = None

    def whole(self, site: str) -> Text:
        """For letters: with what there is instead, and where."""
        th, en = [self.words.th], [self.words.en]
        if self.title is not None:
            th.append(f"ใช้บริการนี้แทน: {self.title.th} {site}/services/{self.instead.service}/")
            en.append(f"Instead: {self.title.en} {site}/en/services/{self.instead.service}/")
        if self.instead.words is not None:
            th.append(self.instead.words.th)
            en.append(self.instead.words.en)
        return Text(th="\n".join(th), en="\n".join(en))


def check_day(on: date, today: date) -> None:
    """Raises Refusal for a day that comes too soon for those who have begun, or too late to mean anything."""
    if today + NOTICE <= on <= today + FURTHEST:
        return
    first, last = today + NOTICE, today + FURTHEST
    raise Refusal(
        "ending_out_of_bounds",
        Text(
            th=f"เลือกวันตั้งแต่ {format_day(first, 'th')} ถึง {format_day(last, 'th')} เพื่อให้ผู้ที่เริ่มกรอกไว้ยื่นทัน",
            en=f"Choose a day from {format_day(first, 'en')} to {format_day(last, 'en')}, so that those who have begun can send theirs.",
        ),
        field="on",
    )


def said_instead(service: str, th: str, en: str) -> Instead:
    """What to do instead, as it was typed. Raises Refusal where nothing was, or in one language alone."""
    th, en = th.strip(), en.strip()
    if bool(th) != bool(en):
        raise Refusal(
            "instead_in_both",
            Text(th="เขียนทั้งภาษาไทยและภาษาอังกฤษ", en="Write it in Thai and in English."),
            field="instead-en" if th else "instead-th",
        )
    if max(len(th), len(en)) > LONGEST:
        raise Refusal(
            "instead_too_long",
            Text(th=f"ย่อให้ไม่เกิน {LONGEST} ตัวอักษร", en=f"Write at most {LONGEST} letters."),
            field="instead-th" if len(th) > LONGEST else "instead-en",
        )
    if not th and not service:
        raise Refusal(
            "instead_needed",
            Text(
                th="เลือกบริการที่ใช้แทน หรือบอกว่าให้ไปที่ใด",
                en="Choose the service that takes its place, or say where to go instead.",
            ),
            field="instead-service",
        )
    return Instead(service=service, words=Text(th=th, en=en) if th else None)
