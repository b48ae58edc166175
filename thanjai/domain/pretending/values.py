"""A sound answer to one question, made up at random, by the kind of the question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from rstr import Rstr
from stdnum.th import pin

from thanjai.domain.areas import area_name, codes_within, postcodes
from thanjai.domain.banks import BANKS
from thanjai.domain.definition.fields import FileField, ManyOfField, MoneyField, NumberField, OneOfField, TextField
from thanjai.domain.form.compiled import Tables, options
from thanjai.domain.form.plain_values import matches, tidy
from thanjai.domain.pretending.files import NAMES, answer_of, name_for

TITLES_OF_WOMEN: Final = ("นาง", "นางสาว")
GIVEN: Final = (
    "สมชาย", "สมหญิง", "ประเสริฐ", "กัลยา", "วิชัย", "มาลี", "บุญมี", "อรพิน", "ธนพล", "ณัฐธิดา", "สุรชัย", "พิมพ์ชนก",
    "กฤษฎา", "จันทร์เพ็ญ", "อนันต์", "ศิริพร", "ไพโรจน์", "น้ำฝน", "เกียรติศักดิ์", "ปิยะนุช",
)  # fmt: skip
"""A man's and a woman's by turns."""
FAMILY: Final = (
    "ใจดี", "ศรีสุข", "ทองคำ", "แสงจันทร์", "พงษ์พัฒน์", "รักษ์ไทย", "บุญเรือง", "สุวรรณรัตน์", "วงศ์ใหญ่", "เจริญผล",
    "ณ ลำปาง", "อินทร์แก้ว", "มั่นคง", "ภู่ทอง", "ชัยมงคล", "-",
)  # fmt: skip
TRADES: Final = ("ร้านครัวบ้านสวน", "โรงกลึงสามพี่น้อง", "ร้านก๋วยเตี๋ยวเรือ", "อู่ช่างเอก", "บ้านขนมไทย", "ซักรีดสะอาดดี", "โรงสีชุมชน")
COMPANIES: Final = ("บริษัท ไทยรุ่งเรืองกิจ จำกัด", "ห้างหุ้นส่วนจำกัด ทรัพย์ทวีการช่าง", "บริษัท อาหารท้องถิ่น จำกัด")
SENTENCE: Final = "ข้อความนี้เขียนขึ้นเพื่อทดลองใช้บริการ มีวรรณยุกต์ ปี่ น้ำ เกี๊ยว และเลข ๑๒๓ ปนอยู่ "
LONGEST: Final = 2_000
"""Characters of a text filled to the brim: as long as its question allows, and not longer than this."""
_LONG: Final = 0.05
_MOST_ROWS: Final = 3
_TRIES: Final = 50


@dataclass(frozen=True)
class Chance:
    """What values are drawn with. `figures`: by question, numbers at which a condition or a fee changes."""

    rng: Random
    tables: Tables
    figures: Mapping[str, frozenset[float]] = field(default_factory=dict)

    def near(self, name: str, low: float, high: float, step: float) -> float | None:
        """Half of the time a number at, just below or just above one at which something changes, within the bounds."""
        known = [
            figure + distance
            for figure in sorted(self.figures.get(name, ()))
            for distance in (-step, 0, step)
            if low <= figure + distance <= high
        ]
        return self.rng.choice(known) if known and self.rng.random() < 0.5 else None


Maker = Callable[[Any, Chance], Any]


def _text(field: TextField, chance: Chance) -> str:
    if field.pattern is not None:
        return _fitting(field, chance.rng)
    if chance.rng.random() < _LONG:
        most = min(field.max_length, LONGEST)
        return (SENTENCE * (most // len(SENTENCE) + 1))[:most].strip()
    words = SENTENCE.strip() if field.multiline else chance.rng.choice(TRADES)
    return words[: field.max_length].strip()


def _fitting(field: TextField, rng: Random) -> str:
    """Words of the form that the question asks for; whatever it is, drawn from its own expression."""
    made = ""
    for _ in range(_TRIES):
        made = tidy(Rstr(rng).xeger(field.pattern or ""))
        if len(made) <= field.max_length and matches(field.pattern or "", made):
            break
    return made


def _number(field: NumberField, chance: Chance) -> int | float:
    step = 10.0**-field.decimals
    low = field.minimum if field.minimum is not None else min(0.0, field.maximum or 0.0)
    high = field.maximum if field.maximum is not None else max(low * 3, low + 400)
    near = chance.near(field.id, low, high, step)
    value = near if near is not None else chance.rng.choice((low, high, *(chance.rng.uniform(low, high),) * 8))
    return int(value) if field.decimals == 0 else round(min(max(value, low), high), field.decimals)


def _money(field: MoneyField, chance: Chance) -> int:
    low = field.minimum_baht
    high = field.maximum_baht if field.maximum_baht is not None else max(low * 3, low + 200_000)
    near = chance.near(field.id, low * 100, high * 100, 1)
    return int(near) if near is not None else chance.rng.randint(low, high) * 100


def _one_of(field: OneOfField, chance: Chance) -> str:
    return chance.rng.choice(options(field, chance.tables))[0]


def _many_of(field: ManyOfField, chance: Chance) -> list[str]:
    values = [value for value, _ in options(field, chance.tables)]
    most = min(field.at_most or len(values), len(values), 6)
    chosen = set(chance.rng.sample(values, chance.rng.randint(1, most)))
    return [value for value in values if value in chosen]


def _thirteen(rng: Random, first: str) -> str:
    twelve = first + "".join(str(rng.randint(0, 9)) for _ in range(11))
    return twelve + pin.calc_check_digit(twelve)


def national_id(chance: Chance) -> str:
    return _thirteen(chance.rng, str(chance.rng.randint(1, 8)))


def _called(rng: Random) -> dict[str, str]:
    """A given name with a title that goes with it."""
    place = rng.randrange(len(GIVEN))
    return {"title": rng.choice(TITLES_OF_WOMEN) if place % 2 else "นาย", "given": GIVEN[place]}


def _person(chance: Chance) -> dict[str, str]:
    rng = chance.rng
    return {**_called(rng), "family": rng.choice(FAMILY)}


def _company(chance: Chance) -> dict[str, str]:
    return {"number": _thirteen(chance.rng, "0"), "name": chance.rng.choice(COMPANIES)}


def _address(chance: Chance) -> dict[str, str]:
    """Of a subdistrict that there is, with its own postcode."""
    rng, code = chance.rng, ""
    while len(code) < 6:
        code = rng.choice(codes_within(code))
    names = [found.th if (found := area_name(code[:length])) else "" for length in (6, 4, 2)]
    road = rng.choice(("", "", "ถนนมิตรภาพ", "ถนนสุขุมวิท"))
    return {
        "house": f"{rng.randint(1, 480)}" + rng.choice(("", "", f"/{rng.randint(1, 30)}")),
        "moo": "" if road else str(rng.randint(1, 12)), "soi": rng.choice(("", "สุขใจ 3")), "road": road,
        "subdistrict": names[0], "district": names[1], "province": names[2], "postcode": rng.choice(postcodes(code)),
    }  # fmt: skip


def _bank_account(chance: Chance) -> dict[str, str]:
    rng, person = chance.rng, _person(chance)
    return {
        "bank": rng.choice(tuple(BANKS.values())).th,
        "number": "0" + "".join(str(rng.randint(0, 9)) for _ in range(7)) + "12",
        "name": f"{person['title']}{person['given']} {person['family']}",
    }


def _map_point(chance: Chance) -> dict[str, float]:
    rng = chance.rng
    return {"lat": round(rng.uniform(12.0, 18.5), 6), "lon": round(rng.uniform(99.0, 103.5), 6)}


def _phone(chance: Chance) -> str:
    return f"+66{chance.rng.choice('689')}{chance.rng.randint(0, 99_999_999):08}"


def _email(chance: Chance) -> str:
    """At a domain that is never anybody's (RFC 2606)."""
    return f"trial{chance.rng.randint(1, 9999)}@example.com"


def _files(field: FileField, chance: Chance) -> list[dict[str, Any]]:
    count = chance.rng.randint(1, min(field.max_files, 2))
    return [answer_of(name_for(field, word)) for word in chance.rng.sample(NAMES, count)]


def rows_of(minimum: int, maximum: int, chance: Chance) -> int:
    """How many entries a repeated group gets."""
    least = max(minimum, 1)
    return chance.rng.randint(least, max(least, min(maximum, least + _MOST_ROWS)))


def officers(roles: Iterable[str], seed: int) -> dict[str, str]:
    """A name for whoever plays each role: the same for the same seed."""
    rng, found = Random(seed), {}
    for role in sorted(set(roles)):
        called = _called(rng)
        found[role] = f"{called['title']}{called['given']} {rng.choice(FAMILY[:-1])}"
    return found


MAKERS: Final[Mapping[str, Maker]] = {
    "text": _text, "number": _number, "money": _money, "one_of": _one_of, "many_of": _many_of, "file": _files,
    "yes_no": lambda _, chance: chance.rng.random() < 0.5,
    "declaration": lambda _, chance: True,
    "national_id": lambda _, chance: national_id(chance),
    "juristic_id": lambda _, chance: _thirteen(chance.rng, "0"),
    "person": lambda _, chance: _person(chance),
    "company": lambda _, chance: _company(chance),
    "address": lambda _, chance: _address(chance),
    "bank_account": lambda _, chance: _bank_account(chance),
    "map_point": lambda _, chance: _map_point(chance),
    "phone": lambda _, chance: _phone(chance),
    "email": lambda _, chance: _email(chance),
}  # fmt: skip
"""By kind of question; days, repeated groups and what is worked out depend on more than the question itself."""
