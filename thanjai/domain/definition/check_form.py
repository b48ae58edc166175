"""Questions that can be read and answered on a telephone: short, asked once, few to a page, with answers that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from thanjai.domain.definition.deciding import Judge
from thanjai.domain.definition.drawable import PHONE
from thanjai.domain.definition.fields import Choice, FileField, ManyOfField, OneOfField, Page
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Asked, Question, questions
from thanjai.domain.definition.problems import LFA_10, ONE_THING, WCAG_LABELS, Problem, Problems, Where, error, warning
from thanjai.domain.definition.telling_words import KINDS, SIZE
from thanjai.domain.text import Text

MOST_QUESTIONS: Final = 5
"""To a page; GOV.UK asks for one thing per page."""
_ORDER_TH: Final = re.compile(r"^(?:กรุณา|โปรด|ให้ผู้ขอ|จง|กรอก|ระบุ(?!ตัว))")
_ORDER_EN: Final = re.compile(r"^(?:please|kindly|enter|fill in|specify|input|provide)\b", re.IGNORECASE)
_ASKS_TH: Final = re.compile(r"หรือไม่|หรือยัง|หรือเปล่า|ไหม|ใช่|\?|มั้ย|กี่|ใคร|อะไร|ใด")
_ASKS_EN: Final = re.compile(
    r"\?|^(?:is|are|was|were|do|does|did|have|has|had|will|would|can|could|may|must|should)\b", re.IGNORECASE
)
_NUMBER: Final = r"(\d[\d,]*(?:\.\d+)?)"
_RANGE: Final = re.compile(rf"{_NUMBER}\s*(?:[-–—]|ถึง|to|and)\s*{_NUMBER}", re.IGNORECASE)


def check_form(definition: ServiceDefinition, judge: Judge) -> Problems:
    for number, page in enumerate(definition.form.pages):
        yield from _page(("form", "pages", number), page)
    for asked in questions(definition):
        yield from _label(asked)
        if isinstance(asked.field, OneOfField):
            yield from _options((*asked.where, "options"), asked.field)
        if isinstance(asked.field, FileField):
            yield from _file(asked.where, asked.field)
    yield from _twice(definition, judge)
    if definition.applicant_email is None and definition.applicant_phone is None:
        yield warning(
            "nobody_to_tell",
            ("form",),
            "ไม่มีอีเมลหรือโทรศัพท์ของผู้ขอ จึงแจ้งผลและความล่าช้าไม่ได้ ถามช่องทางติดต่อ แล้วระบุ applicant_email หรือ applicant_phone",
            "Neither an e-mail address nor a telephone number of the applicant is known, so nobody can be told the result. "
            "Ask for one, and name it in `applicant_email` or `applicant_phone`",
            LFA_10,
        )


def _page(where: Where, page: Page) -> Problems:
    asked = [field for field in page.fields if field.type != "calculated"]
    if not asked:
        yield error(
            "empty_page",
            where,
            "หน้านี้ไม่มีคำถาม เพิ่มคำถาม หรือลบหน้า",
            "This page asks nothing. Add a question, or remove the page",
        )
    if len(asked) > MOST_QUESTIONS:
        yield warning(
            "page_too_full",
            where,
            f"หน้านี้มี {len(asked)} คำถาม แบ่งเป็นหลายหน้า หน้าละไม่เกิน {MOST_QUESTIONS} คำถามเรื่องเดียวกัน",
            f"This page asks {len(asked)} questions. Make several pages of it, with {MOST_QUESTIONS} on one subject at most",
            ONE_THING,
        )


def _label(asked: Asked) -> Problems:
    where, label = (*asked.where, "label"), asked.field.label
    for language in ("th", "en"):
        if PHONE.lines_of(label.in_language(language), language) > PHONE.lines:
            yield warning(
                "label_too_long",
                (*where, language),
                "คำถามยาวเกินจอโทรศัพท์ ย่อให้เหลือใจความ แล้วย้ายรายละเอียดไปที่คำอธิบาย (hint)",
                "The question is too long for a telephone. Keep what is asked, and move the rest to the `hint`",
                WCAG_LABELS,
            )
    if _ORDER_TH.search(label.th) or _ORDER_EN.search(label.en):
        yield warning(
            "label_gives_orders",
            where,
            "คำถามควรบอกว่าถามอะไร ไม่ใช่สั่งให้กรอก ตัด “กรุณา” “โปรดระบุ” “กรอก” ออก",
            "A label says what is asked and gives no orders. Leave out “please”, “enter”, “specify”",
            WCAG_LABELS,
        )
    if asked.field.type == "yes_no" and not (_ASKS_TH.search(label.th) and _ASKS_EN.search(label.en)):
        yield warning(
            "yes_no_without_question",
            where,
            "คำถามใช่หรือไม่ใช่ต้องเขียนเป็นคำถาม เช่น “…หรือไม่” เพื่อให้รู้ว่า “ใช่” หมายถึงอะไร",
            "What is answered by yes or no must be a question, such as “Is it …?”, so that “yes” has a meaning",
            WCAG_LABELS,
        )


def _options(where: Where, field: OneOfField) -> Problems:
    if len(field.options) == 1 and not isinstance(field, ManyOfField):
        yield warning(
            "one_option",
            where,
            "มีคำตอบให้เลือกเพียงข้อเดียว จึงไม่ต้องถาม เพิ่มคำตอบ หรือลบคำถาม",
            "There is only one answer, so there is nothing to ask. Add answers, or remove the question",
        )
    seen: set[str] = set()
    for number, choice in enumerate(field.options):
        words = {_plain(choice.label.th), _plain(choice.label.en)}
        if words & seen:
            yield warning(
                "options_alike",
                (*where, number),
                f"คำตอบ “{choice.label.th}” ซ้ำกับข้ออื่น เขียนให้ต่างกัน หรือลบออก",
                f"The answer “{choice.label.en}” reads like another one. Word them apart, or remove one",
                WCAG_LABELS,
            )
        seen |= words
    if not isinstance(field, ManyOfField):
        yield from _ranges(where, field.options)


def _ranges(where: Where, options: tuple[Choice, ...]) -> Problems:
    """“1–10” and “10–20”: whoever has ten does not know which."""
    found = sorted((span, number) for number, choice in enumerate(options) for span in _spans(choice))
    for (before, _), (after, number) in pairwise(found):
        if after[0] <= before[1]:
            yield warning(
                "options_overlap",
                (*where, number),
                f"ช่วงของคำตอบนี้คาบเกี่ยวกับช่วงอื่นที่ {after[0]:g} แบ่งให้แต่ละค่าอยู่ช่วงเดียว",
                f"The range of this answer overlaps another at {after[0]:g}. Let each figure belong to one",
                WCAG_LABELS,
            )


def _spans(choice: Choice) -> Iterator[tuple[float, float]]:
    found = _RANGE.search(choice.label.th)
    if found is not None:
        low, high = (float(one.replace(",", "")) for one in found.groups())
        if low <= high:
            yield low, high


def _plain(words: str) -> str:
    return "".join(words.casefold().split())


def _file(where: Where, field: FileField) -> Problems:
    if field.hint is None:
        yield warning(
            "file_without_words",
            where,
            "บอกในคำอธิบาย (hint) ว่าต้องเห็นอะไรในไฟล์หรือภาพ ชนิดและขนาดไฟล์ระบบบอกเอง",
            "Say in the `hint` what the file or picture must show. Its kinds and size the page says by itself",
            WCAG_LABELS,
        )
        return
    words = f"{field.hint.th} {field.hint.en}"
    told = {int(size) for size in SIZE.findall(words)}
    named = {kind for kind, names in KINDS.items() if names.search(words)}
    if told - {field.max_megabytes} or named - set(field.accept):
        kinds = ", ".join(field.accept).upper()
        yield warning(
            "file_words_differ",
            (*where, "hint"),
            f"คำอธิบายบอกชนิดหรือขนาดไฟล์ไม่ตรงกับที่รับจริง ({kinds} ไม่เกิน {field.max_megabytes} MB) ลบออก เพราะระบบบอกเอง",
            f"The hint names other kinds or sizes than are taken ({kinds}, up to {field.max_megabytes} MB). "
            "Leave them out: the page says them by itself",
            WCAG_LABELS,
        )


def _twice(definition: ServiceDefinition, judge: Judge) -> Problems:
    """The same words asked of the same person twice. Those that never show together are not twice."""
    pages = definition.form.pages
    seen: dict[tuple[str, str], list[tuple[Asked, tuple[str, ...]]]] = {}
    for asked in questions(definition):
        if asked.group is not None or asked.field.type == "calculated":
            continue
        shown = _shown(pages[int(asked.where[2])], asked.field)
        earlier = seen.setdefault((_plain(asked.field.label.th), asked.field.type), [])
        if any(_may_meet(judge, shown, others) for _, others in earlier):
            yield _again((*asked.where, "label"), asked.field.label)
        earlier.append((asked, shown))


def _shown(page: Page, field: Question) -> tuple[str, ...]:
    return tuple(source for source in (page.show_when, field.show_when) if source is not None)


def _may_meet(judge: Judge, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return judge.can_hold((*one, *other))


def _again(where: Where, label: Text) -> Problem:
    return warning(
        "asked_twice",
        where,
        f"ถาม “{label.th}” สองครั้ง ลบหนึ่งแห่ง หรือเขียนให้รู้ว่าถามถึงใครหรือสิ่งใด",
        f"“{label.en}” is asked twice. Remove one, or say of whom or what each asks",
        ONE_THING,
    )
