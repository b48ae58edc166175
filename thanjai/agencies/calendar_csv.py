"""Calendars as CSV files, which offices write in a spreadsheet: Thai headings, and any error named by its line.

Written in UTF-8 with a byte order mark, so that spreadsheets see the Thai; read in that or in the encoding of
Thai Windows, with commas, semicolons or tabs between the columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from thanjai.agencies.calendar_faults import LineFault, UnreadableCalendar, none_twice, of_whole_file, read_day
from thanjai.domain.calendar_book import EFFECT_WORDS, KIND_WORDS, LAYER_WORDS, DayKind, DayRule, Effect, Ruling
from thanjai.domain.refusals import Refusal
from thanjai.domain.spreadsheet import QUOTE, harmless
from thanjai.domain.text import Text

Value = TypeVar("Value")
MOST_LINES: Final = 1_000
LONGEST: Final = {"name_th": 200, "name_en": 200, "source": 300}
HEADINGS: Final = {
    "date": "วันที่", "effect": "ผล", "kind": "ประเภท", "name_th": "ชื่อวัน (ไทย)", "name_en": "ชื่อวัน (อังกฤษ)",
    "source": "ที่มา", "layer": "ขอบเขต",
}  # fmt: skip
"""The columns, by the name that programs use. `layer` is for the reader; a file is always for one scope."""
NEEDED: Final = ("date", "name_th")
_EFFECTS: Final = {
    **{words.th: effect for effect, words in EFFECT_WORDS.items()},
    **{words.en.lower(): effect for effect, words in EFFECT_WORDS.items()},
    **{effect.value: effect for effect in Effect},
    "ปิด": Effect.CLOSED, "เปิด": Effect.OPEN, "ตามปกติ": Effect.AS_BEFORE, "": Effect.CLOSED,
}  # fmt: skip
_KINDS: Final = {
    **{words.th: kind for kind, words in KIND_WORDS.items()},
    **{words.en.lower(): kind for kind, words in KIND_WORDS.items()},
    **{kind.value: kind for kind in DayKind},
}


def write_csv(rulings: Iterable[Ruling]) -> bytes:
    """The days that differ from an ordinary week, one a line."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(HEADINGS.values())
    for one in rulings:
        effect = Effect.OPEN if one.is_open else Effect.CLOSED
        texts = (one.name.th, one.name.en, one.source, LAYER_WORDS[one.layer].th)
        writer.writerow(
            [one.day.isoformat(), EFFECT_WORDS[effect].th, KIND_WORDS[one.kind].th, *map(harmless, texts)]
        )  # fmt: skip
    return kept.getvalue().encode("utf-8-sig")


def read_csv(content: bytes, kind: DayKind) -> list[DayRule]:
    """The days of a file; `kind` is that of a line which names none. Raises UnreadableCalendar with every fault."""
    lines = list(csv.reader(io.StringIO(_text(content)), delimiter=_delimiter(content)))
    columns = _columns(lines[0] if lines else [])
    if len(lines) > MOST_LINES:
        raise of_whole_file(
            f"แฟ้มมีมากกว่า {MOST_LINES} บรรทัด แบ่งเป็นหลายแฟ้ม", f"More than {MOST_LINES} lines. Split the file."
        )
    rules: list[tuple[int, DayRule]] = []
    faults: list[LineFault] = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(part.strip() for part in line):
            continue
        values = {name: line[place].strip() for name, place in columns.items() if place < len(line)}
        try:
            rules.append((number, _rule(values, kind)))
        except Refusal as refusal:
            faults.append(LineFault(number, refusal.message))
    faults += none_twice(rules)
    if faults:
        raise UnreadableCalendar(sorted(faults, key=lambda fault: fault.line))
    if not rules:
        raise of_whole_file(
            "แฟ้มไม่มีวันใดเลย ใส่อย่างน้อยหนึ่งบรรทัดใต้หัวตาราง", "The file names no day. Put one below the headings."
        )
    return [rule for _, rule in rules]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise of_whole_file(
        "อ่านตัวอักษรในแฟ้มไม่ได้ บันทึกเป็น CSV UTF-8 แล้วนำเข้าอีกครั้ง", "Save the file as CSV UTF-8 and import it again."
    )


def _delimiter(content: bytes) -> str:
    heading = content.split(b"\n", 1)[0]
    return max((",", ";", "\t"), key=lambda sign: heading.count(sign.encode()))


def _columns(heading: list[str]) -> dict[str, int]:
    """Where each column stands, by its Thai heading or its name."""
    places = {word.strip().lower(): place for place, word in enumerate(heading)}
    found = {
        name: places[spelling]
        for name, thai in HEADINGS.items()
        for spelling in (thai, name)
        if spelling in places
    }  # fmt: skip
    missing = [HEADINGS[name] for name in NEEDED if name not in found]
    if missing:
        known = ", ".join(HEADINGS.values())
        raise of_whole_file(
            f"บรรทัดแรกต้องเป็นหัวตาราง ขาด {', '.join(missing)} หัวตารางที่ใช้ได้: {known}",
            f"The first line must be the headings; missing: {', '.join(missing)}. Known headings: {known}",
        )
    return found


def _rule(values: Mapping[str, str], kind: DayKind) -> DayRule:
    day = read_day(values.get("date", ""))
    effect = _one_of(_EFFECTS, values.get("effect", ""), "ผล", "effect")
    given = values.get("kind", "")
    kind = _one_of(_KINDS, given, "ประเภท", "kind") if given else kind
    texts = {name: values.get(name, "").removeprefix(QUOTE) for name in LONGEST}
    for column, most in LONGEST.items():
        if len(texts[column]) > most:
            raise Refusal(
                "too_long",
                Text(
                    th=f"{HEADINGS[column]} ยาวเกิน {most} ตัวอักษร ย่อให้สั้นลง",
                    en=f"{HEADINGS[column]} is longer than {most}. Shorten it.",
                ),
            )
    if effect is Effect.AS_BEFORE:
        return DayRule(day=day, effect=effect, kind=kind)
    if not texts["name_th"]:
        raise Refusal("name", Text(th="ใส่ชื่อวัน เช่น วันหยุดพิเศษ", en="Give the day a name, such as “special holiday”."))
    name = Text(th=texts["name_th"], en=texts["name_en"] or texts["name_th"])
    return DayRule(day=day, effect=effect, kind=kind, name=name, source=texts["source"])


def _one_of(known: Mapping[str, Value], typed: str, th: str, en: str) -> Value:
    found = known.get(typed.strip().lower())
    if found is None:
        words = ", ".join(dict.fromkeys(word for word in known if word and not word.isascii()))
        raise Refusal(
            "unknown_word",
            Text(th=f"ไม่รู้จัก{th} “{typed}” ใช้คำใดคำหนึ่ง: {words}", en=f"Unknown {en} “{typed}”. Use one of: {words}"),
        )
    return found
