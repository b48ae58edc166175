"""The overseer's head brings agencies in from a file with three faults, mends it, brings it in, and undoes it."""

from __future__ import annotations

from pathlib import Path

from tests.intake.conftest import agencies_file, line
from tests.journeys.conftest import NewVisitor
from tests.journeys.people import sign_in
from tests.journeys.test_counter import ID
from tests.journeys.visitor import View, Visitor
from thanjai.config.demo.office import address_of
from thanjai.config.demo.world import world
from thanjai.domain.definition.base import AgencyKind, Role

NAMES = ("J1", "J2", "J3", "J4")
WRONG = (line("J1", phone="ไม่มี"), line("J2", kind="ร้าน"), line("J3"), line("J3"), line("J4"))


def bring(head: Visitor, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    head.page.locator("#file").set_input_files(path)
    head.press(head.page.locator("main form.form-page button"))
    head.must_be_at(f"/office/bring-in/list/{ID}/")


def give(head: Visitor, command: str) -> None:
    """A command, and the page again once its work is over."""
    head.press(head.page.locator(f"main form:has(input[value={command}]) button"))
    head.waits_for(head.page.locator("main progress"), "detached", 90)


def results(head: Visitor) -> list[str]:
    return [words.strip() for words in head.page.locator("main tbody td strong").all_inner_texts()]


def test_a_file_is_mended_brought_in_and_undone(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(View(width=320), "bringing-in")
    overseer = next(one for one in world().agencies if one.kind is AgencyKind.OVERSIGHT)
    sign_in(head, address_of(overseer, Role.HEAD))
    head.go("/office/bring-in/")
    head.look("nothing-yet")
    head.press(head.page.locator("main a.govuk-button").first)
    head.look("the-columns")
    bring(head, tmp_path / "wrong.csv", agencies_file(*WRONG))
    head.press(head.page.locator("main a[href$='?show=wrong']"))
    assert len(results(head)) == 3
    head.look("three-faults")

    head.press(head.page.locator("main a[href$='/bring-in/agencies/']").last)
    bring(head, tmp_path / "mended.csv", agencies_file(*map(line, NAMES)))
    head.look("mended")
    give(head, "bring_in")
    assert len(set(results(head))) == 1 and len(results(head)) == len(NAMES)
    head.look("brought-in")
    here = head.path
    head.go("/agencies/?q=J2")
    assert "อบต.ที่ J2" in head.words

    head.go(here)
    head.press(head.page.locator("main a[href$='?undo=1']"))
    head.look("before-undoing")
    give(head, "undo_intake")
    head.look("undone")
    head.go("/agencies/?q=J2")
    assert "อบต.ที่ J2" not in head.words
    head.go("/office/bring-in/")
    head.look("all-lists")
