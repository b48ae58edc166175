"""Shaking finds what is wrong with a definition, says with which seed, and goes the same way again."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfWriter

from tests.domain.small_definitions import service
from thanjai.config.commands.packs import command
from thanjai.config.demo.packs import PACKS, load_pack, pack_ids
from thanjai.config.shaken import settings_beside
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.workdays import base_calendar
from thanjai.trials.report import Seen, unreached
from thanjai.trials.shaking import MOST_LEAVES, Printer, Shaker

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
CALENDAR = base_calendar(2025, 2038)
RATE = {"rate": 100}
WHO = "{id: owner, type: person, label: {th: ชื่อ, en: Name}}"
AREA = "{id: area, type: number, label: {th: พื้นที่, en: Area}}"


def shaken(
    definition: ServiceDefinition, times: int = 12, settings: dict[str, Any] = RATE, printer: Printer | None = None
) -> Seen:
    return Shaker(Rules(definition, settings), CALENDAR, NOW).shake(range(times), printer)


def pages(*fields: str) -> str:
    return f"[{{id: one, title: {{th: หน้า, en: Page}}, fields: [{', '.join(fields)}]}}]"


def whole(**parts: Any) -> ServiceDefinition:
    """The small service with these of its parts as they are given."""
    return ServiceDefinition.model_validate(service().model_dump(mode="json", exclude_none=True) | parts)


def changed(path: str, **values: Any) -> ServiceDefinition:
    """The small service with one of its parts, by the list and the id it has there, changed."""
    told = service().model_dump(mode="json", exclude_none=True)
    name, id = path.split(".")
    next(one for one in told[name] if one["id"] == id).update(values)
    return ServiceDefinition.model_validate(told)


def test_a_sound_definition_breaks_nowhere_and_every_part_of_it_is_reached() -> None:
    seen = shaken(service(), 25)
    assert seen.broke == [] and unreached(service(), seen) == []
    assert seen.applications == 25 and seen.refused == 9
    assert {"issued", "refused"} <= set(seen.ways)
    assert sum(count for _, count, _, _ in seen.took()) == 25


TORN = {
    "form_cannot_be_filled": (
        service(pages(WHO, AREA, "{id: day, type: date, earliest: 'years_later(today, 1)', latest: today, label: {th: วัน, en: Day}}")),
        RATE,
    ),
    "nameless": (whole(applicant_name="''"), RATE),
    "refused_fee.setting_missing": (service(settings="[{id: rate, label: {th: ค่า, en: Fee}, kind: baht}]"), {}),
    "refused_fee.not_worked_out": (
        changed("fees.permit", rule={"kind": "per_unit", "units": "owner", "baht": "5"}), RATE
    ),
    "stuck": (changed("steps.inspect", after=["decide"]), RATE),
    "error": (changed("steps.issue", paper="nothing"), RATE),
    "deadline_before_start": (changed("deadlines.decide", amount=None, setting="days"), RATE | {"days": -3}),
    "paper_without_holder": (changed("papers.permit", holder="''"), RATE),
    "paper_raw": (changed("papers.permit", items=[{"id": "who", "label": {"th": "ผู้", "en": "Who"}, "value": "[owner]"}]), RATE),
    "paper_ends_before_it_begins": (changed("papers.permit", validity=None, valid_until="years_later(today, -1)"), RATE),
}  # fmt: skip


@pytest.mark.parametrize("code", TORN)
def test_what_is_wrong_is_found_in_words_and_with_a_seed_that_repeats_it(code: str) -> None:
    definition, settings = TORN[code]
    found = [one for one in shaken(definition, settings=settings).broke if one.code == code]
    assert found and found[0].words.th and found[0].words.en
    again = Shaker(Rules(definition, settings), CALENDAR, NOW).shake([found[0].seed])
    assert code in {one.code for one in again.broke}


def test_what_nobody_comes_by_is_named_with_its_kind() -> None:
    definition = service(
        pages(WHO, AREA, "{id: never, type: text, show_when: 'false', label: {th: ไม่มี, en: Never}}"),
    )
    assert [(one.kind, one.id) for one in unreached(definition, shaken(definition))] == [("question", "never")]
    free = shaken(service(), settings={"rate": 0})
    assert [(one.kind, one.id) for one in unreached(service(), free)] == [("step", "pay"), ("fee", "permit")]


def test_it_goes_the_same_way_again_and_in_parts_as_in_one() -> None:
    whole = shaken(service(), 20)
    assert shaken(service(), 20) == whole
    shaker, parts = Shaker(Rules(service(), RATE), CALENDAR, NOW), Seen()
    for first in (0, 7, 14):
        parts.add(shaker.shake(range(first, min(first + 7, 20))))
    assert parts == whole


def leaves(count: int) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    writer.write(stream)
    return stream.getvalue()


def test_the_fullest_of_each_paper_is_printed_and_what_does_not_fit_is_told() -> None:
    printed = []

    def printer(content: Any) -> bytes:
        printed.append(content)
        return leaves(MOST_LEAVES + 1)

    seen = shaken(service(), printer=printer)
    assert len(printed) == 1 and printed[0].test
    assert seen.leaves == {"permit": MOST_LEAVES + 1} and [one.code for one in seen.broke] == ["paper_unfit"]
    assert shaken(service(), printer=lambda content: leaves(MOST_LEAVES)).broke == []

    def broken(content: Any) -> bytes:
        raise RuntimeError("out of paper")

    (found,) = shaken(service(), printer=broken).broke
    assert found.code == "paper_unprintable" and "out of paper" in found.words.en


def assert_holds(id: str, times: int) -> None:
    definition = load_pack(id).definition
    settings = settings_beside(PACKS / id / "service.yaml", definition)
    assert shaken(definition, times, settings).broke == []


@pytest.mark.parametrize("id", pack_ids())
def test_every_pack_holds(id: str) -> None:
    assert_holds(id, 12)


@pytest.mark.deep
@pytest.mark.parametrize("id", pack_ids())
def test_every_pack_holds_two_hundred_times(id: str) -> None:
    assert_holds(id, 200)


def test_the_command_tells_it_and_ends_with_1_when_something_broke(tmp_path: Path) -> None:
    runner, path = CliRunner(), str(PACKS / "licence-register-extract")
    fine = runner.invoke(command, ["shake", path, "--times", "3"])
    assert fine.exit_code == 0 and "licence-register-extract: ok (3 applications" in fine.output
    text = (PACKS / "licence-register-extract" / "service.yaml").read_text(encoding="utf-8")
    torn = tmp_path / "service.yaml"
    lines = [line if not line.startswith("applicant_name:") else "applicant_name: \"''\"" for line in text.splitlines()]
    torn.write_text("\n".join(lines), encoding="utf-8")
    told = runner.invoke(command, ["shake", str(torn), "--times", "1", "--seed", "5"])
    assert told.exit_code == 1 and "nameless" in told.output and "--times 1 --seed 5" in told.output
