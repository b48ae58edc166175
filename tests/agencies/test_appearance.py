"""What agencies wear: tried, put on, undone; by whom; and who may not."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.security.hostile_files import picture, png_bomb, with_place
from tests.security.wearing import tried
from tests.world import World, build
from thanjai.agencies import appearance
from thanjai.agencies.letterhead import letterhead_of
from thanjai.agencies.selectors import agency_by_id
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.harmless import Unsafe
from thanjai.kernel.harmless.judging import copying_logo
from thanjai.kernel.harmless.pictures import LOGO_BYTES, LOGO_SIDE
from thanjai.kernel.scanner import Found
from thanjai.kernel.tenancy import PUBLIC, acting_as


@pytest.fixture
def world(db: None) -> World:
    return build()


def wears(world: World) -> str:
    with acting_as(PUBLIC):
        return agency_by_id(world.agency).wears


def test_nobody_sees_a_look_until_it_is_put_on_and_then_everybody(world: World) -> None:
    look = tried(world)
    assert wears(world) == ""
    with acting_as(world.officer):
        change = appearance.put_on(actor=world.officer, appearance_id=look.id)
    assert wears(world) == look.digest
    assert (change.by, change.by_name) == (world.officer.person, world.officer.name)
    with acting_as(PUBLIC):
        worn = appearance.dress(look.digest)
        assert worn is not None and worn.colours.primary == "#5b2a86" and worn.logo.startswith(b"\x89PNG")


def test_undoing_brings_back_what_was_there_before_and_keeps_the_history(world: World) -> None:
    one, other = tried(world), tried(world, primary="#0f5257")
    with acting_as(world.officer):
        appearance.put_on(actor=world.officer, appearance_id=one.id)
        latest = appearance.put_on(actor=world.officer, appearance_id=other.id)
        undone = appearance.undo(actor=world.officer, change_id=latest.id)
        assert wears(world) == one.digest
        appearance.undo(actor=world.officer, change_id=undone.id)
        assert wears(world) == other.digest
        kept = appearance.changes_of(world.agency)
    assert [change.appearance_id for change in kept] == [other.id, one.id, other.id, one.id]
    assert [change.undid for change in kept] == [undone.id, latest.id, None, None]


def test_the_first_look_is_undone_to_the_platforms_own(world: World) -> None:
    look = tried(world)
    with acting_as(world.officer):
        change = appearance.put_on(actor=world.officer, appearance_id=look.id)
        appearance.undo(actor=world.officer, change_id=change.id)
    assert wears(world) == ""


def test_what_was_changed_meanwhile_is_not_undone(world: World) -> None:
    one, other = tried(world), tried(world, primary="#0f5257")
    with acting_as(world.officer):
        seen = appearance.put_on(actor=world.officer, appearance_id=one.id)
        appearance.put_on(actor=world.officer, appearance_id=other.id)
        with pytest.raises(Refusal) as refused:
            appearance.undo(actor=world.officer, change_id=seen.id)
    assert refused.value.code == "changed_meanwhile" and wears(world) == other.digest


def test_putting_on_what_is_worn_changes_nothing(world: World) -> None:
    look = tried(world)
    with acting_as(world.officer):
        first = appearance.put_on(actor=world.officer, appearance_id=look.id)
        assert appearance.put_on(actor=world.officer, appearance_id=look.id).id == first.id
        assert len(appearance.changes_of(world.agency)) == 1


def test_only_the_head_tries_and_puts_on(world: World) -> None:
    look, colleague = tried(world), world.colleague("desk-1", Role.FRONT_DESK)
    with acting_as(colleague):
        for attempt in (
            lambda: appearance.put_on(actor=colleague, appearance_id=look.id),
            lambda: appearance.try_on(actor=colleague, primary="#000", accent="#000", logo=str(look.logo)),
            lambda: appearance.keep_logo(actor=colleague, name="x.png", content=picture("PNG"), state=Found.CLEAN),
        ):
            with pytest.raises(Refusal) as refused:
                attempt()
            assert refused.value.code == "not_allowed"
    assert wears(world) == ""


def test_anothers_look_and_logo_are_not_to_be_had(world: World) -> None:
    look = tried(world)
    with acting_as(world.stranger):
        with pytest.raises(Refusal) as refused:
            appearance.put_on(actor=world.stranger, appearance_id=look.id)
        assert refused.value.code == "no_such_page"
        with pytest.raises(Refusal) as refused:
            appearance.try_on(actor=world.stranger, primary="#000", accent="#000", logo=str(look.logo))
    assert (refused.value.code, refused.value.field) == ("no_logo", "logo")


def test_a_logo_that_the_scanner_has_not_seen_is_not_put_on(world: World) -> None:
    with acting_as(world.officer):
        logo = appearance.keep_logo(
            actor=world.officer, name="x.png", content=picture("PNG"), state=Found.NOT_SCANNED
        )  # fmt: skip
        with pytest.raises(Refusal) as refused:
            appearance.try_on(actor=world.officer, primary="#000", accent="#000", logo=str(logo.id))
    assert refused.value.code == "file_waiting"


def test_papers_begin_with_what_is_worn(world: World) -> None:
    look = tried(world)
    with acting_as(world.officer):
        assert letterhead_of(world.agency).emblem_svg is None
        appearance.put_on(actor=world.officer, appearance_id=look.id)
        head = letterhead_of(world.agency)
    assert head.emblem_svg and 'viewBox="0 0 64 48"' in head.emblem_svg
    assert head.colours == (look.primary, look.accent)


def logo(content: bytes) -> Image.Image:
    drawn, kind, _ = copying_logo(content)(content)
    assert kind == "png" and len(drawn) <= LOGO_BYTES
    return Image.open(io.BytesIO(drawn))


def test_a_logo_is_drawn_anew_as_a_small_png_without_what_lay_beside_it() -> None:
    noise = io.BytesIO()
    Image.effect_noise((1500, 900), 90).convert("RGB").save(noise, "JPEG")
    large = logo(noise.getvalue())
    assert max(large.size) <= LOGO_SIDE and large.size[0] > large.size[1]
    assert logo(picture("PNG")).size == (64, 48)
    content = with_place()
    assert b"Secret" not in copying_logo(content)(content)[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown"),
        (b"%PDF-1.7", "unknown"),
        (png_bomb(20_000), "too_much"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unsafe) as refused:
        copying_logo(content)(content)
    assert refused.value.code == code
