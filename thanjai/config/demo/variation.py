"""An example application, told again by other people at another place and time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from thanjai.config.demo.dates import LONG_PAST, each_day, mover, with_days
from thanjai.config.demo.findings import found
from thanjai.config.demo.packs import Example, Pack
from thanjai.config.demo.world import Home, PersonData, world
from thanjai.domain import form
from thanjai.domain.definition.fields import Field, GroupField, NumberField
from thanjai.domain.definition.model import Step
from thanjai.domain.expressions import names_in


class ExampleUnfit(ValueError):
    """An example does not fill in its form."""


@dataclass(frozen=True)
class Telling:
    """Whole answers, files by name, and what officers record at each step on the day they do."""

    answers: dict[str, Any]
    findings: Callable[[Step, date], dict[str, Any]]


@dataclass(frozen=True)
class Setting:
    """Who applies, where and when. `written` is about when the examples were."""

    person: PersonData
    home: Home | None
    applied: date
    written: date
    settings: Mapping[str, Any]


def as_written(pack: Pack, example: Example, *, today: date, settings: Mapping[str, Any]) -> Telling:
    """The example itself, its days moved to today. Raises ExampleUnfit."""
    move = _mover(pack, example, written=today, applied=today)
    answers = with_days(pack.definition.form.fields, example.answers, lambda day: move(day, today))
    if faults := _faults(pack, answers, today, settings):
        raise ExampleUnfit(f"{pack.id}: the example leaves faults in {', '.join(sorted(faults))}")
    return Telling(answers, _recorder(pack, example, move, Random(0)))


def varied(pack: Pack, example: Example, setting: Setting, rng: Random) -> Telling:
    """The example with other names, places and figures; an answer that the form refuses stays the example's."""
    move = _mover(pack, example, written=setting.written, applied=setting.applied)
    fields = pack.definition.form.fields
    plain = with_days(fields, example.answers, lambda day: move(day, setting.applied))
    told = _varied_fields(pack, fields, plain, setting, rng)
    for _ in fields:
        faults = _faults(pack, told, setting.applied, setting.settings)
        if not faults:
            return Telling(told, _recorder(pack, example, move, rng))
        told |= {name: plain.get(name) for name in faults}
        if all(told[name] == plain.get(name) for name in told) and faults:
            break
    if faults := _faults(pack, plain, setting.applied, setting.settings):
        raise ExampleUnfit(f"{pack.id}: the example leaves faults in {', '.join(sorted(faults))}")
    return Telling(plain, _recorder(pack, example, move, rng))


def _mover(pack: Pack, example: Example, *, written: date, applied: date) -> Callable[[date, date], date]:
    days = list(each_day(pack.definition.form.fields, example.answers))
    for step in pack.definition.steps:
        days += each_day(step.findings, example.findings.get(step.id, {}))
    return mover(days, written, applied)


def _recorder(
    pack: Pack, example: Example, move: Callable[[date, date], date], rng: Random
) -> Callable[[Step, date], dict[str, Any]]:
    """What officers record: as in the example, and something fitting where it is silent."""

    def record(step: Step, acted: date) -> dict[str, Any]:
        given = example.findings.get(step.id, {})
        known = with_days(step.findings, given, lambda day: move(day, acted))
        return found(pack.definition, step, known, acted, rng)

    return record


def as_uploaded(fields: Sequence[Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are once the files are there, for judging them beforehand."""
    seen = dict(answers)
    for field in fields:
        value = seen.get(field.id)
        if isinstance(field, GroupField) and value:
            seen[field.id] = [as_uploaded(field.fields, row) for row in value]
        elif field.type == "file" and value:
            kind = {".jpg": "image/jpeg", "jpeg": "image/jpeg", ".png": "image/png"}
            seen[field.id] = [
                {**one, "id": "0", "type": kind.get(one["name"][-4:].lower(), "application/pdf"), "size": 1,
                 "sha256": "0" * 64}
                for one in value
            ]  # fmt: skip
    return seen


def _faults(pack: Pack, answers: Mapping[str, Any], today: date, settings: Mapping[str, Any]) -> set[str]:
    """The questions whose answers the form refuses."""
    seen = as_uploaded(pack.definition.form.fields, answers)
    result = form.validate_all(pack.definition, seen, today=today, settings=settings)
    return {error.path.split(".")[0] for error in result.errors}


def _varied_fields(
    pack: Pack, fields: Sequence[Field], answers: Mapping[str, Any], setting: Setting, rng: Random
) -> dict[str, Any]:
    own = names_in(pack.definition.applicant_name)
    pages = [page for page in pack.definition.form.pages if own & {field.id for field in page.fields}]
    ours = {field.id for page in pages for field in page.fields}
    words = world().words.get(pack.id, {})
    told = dict(answers)
    for field in fields:
        value = told.get(field.id)
        if value is None:
            continue
        if field.id in words:
            told[field.id] = rng.choice(words[field.id])
        elif isinstance(field, GroupField):
            told[field.id] = [_varied_fields(pack, field.fields, row, setting, rng) for row in value]
        elif field.type in _VARY:
            told[field.id] = _VARY[field.type](field, value, setting, rng, field.id in ours)
    return told


def _person(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    person = setting.person
    return {"title": person.title, "given": person.given, "family": person.family} if own else value


def _national_id(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    return setting.person.national_id if own else value


def _company(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    return dict(setting.person.company or value)


def _email(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    return setting.person.email


def _phone(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    return setting.person.phone


def _address(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    home = setting.home
    if home is None:
        return value
    road = rng.choice(home.roads)
    return {
        "house": f"{rng.randint(1, 480)}" + rng.choice(["", "", f"/{rng.randint(1, 30)}"]),
        "moo": "" if road else str(rng.randint(1, 12)), "soi": "", "road": road,
        "subdistrict": home.subdistrict, "district": home.district, "province": home.province,
        "postcode": home.postcode,
    }  # fmt: skip


def _map_point(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    home = setting.home
    if home is None:
        return value
    return {
        "lat": round(home.lat + rng.uniform(-0.02, 0.02), 6),
        "lon": round(home.lon + rng.uniform(-0.02, 0.02), 6),
    }


def _number(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    assert isinstance(field, NumberField)
    if field.decimals == 0:
        return max(1, value + rng.randint(-1, 2))
    return round(value * rng.uniform(0.85, 1.15), min(field.decimals, 1))


def _bank_account(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    digits = "".join(str(rng.randint(0, 9)) for _ in range(9))
    return {**value, "number": f"0{digits}12", "name": setting.person.name}


def _date(field: Field, value: Any, setting: Setting, rng: Random, own: bool) -> Any:
    day = date.fromisoformat(value)
    if day >= LONG_PAST:
        return value
    return (setting.person.born or day - timedelta(days=rng.randint(0, 1200))).isoformat()


_VARY: Mapping[str, Callable[[Field, Any, Setting, Random, bool], Any]] = {
    "person": _person, "national_id": _national_id, "company": _company, "email": _email, "phone": _phone,
    "address": _address, "map_point": _map_point, "number": _number, "bank_account": _bank_account, "date": _date,
}  # fmt: skip
