"""A pack as a file: out, and back in from whoever brings it."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.small_definitions import SMALL, service
from thanjai.domain.definition.packed import MOST_BYTES, packed, unpacked
from thanjai.domain.definition.reading import read
from thanjai.domain.refusals import Refusal


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


SOUND = packed(service())


def refusal(content: bytes) -> str:
    with pytest.raises(Refusal) as raised:
        unpacked(content)
    assert raised.value.field == "file"
    return raised.value.message.en


def test_a_pack_goes_out_as_a_zip_and_comes_back_the_same() -> None:
    definition = service()
    content = packed(definition)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["noodle-stall/service.yaml"]
    assert read(unpacked(content), "service.yaml").definition == definition
    assert packed(definition) == content


def test_the_file_itself_is_taken_as_well_whatever_mark_an_editor_has_put_before_it() -> None:
    assert unpacked(SMALL.encode("utf-8-sig")) == SMALL


def test_what_else_lies_in_the_zip_is_left_alone() -> None:
    content = zipped(**{"a/service.yaml": b"id: x", "a/examples.yaml": b"no", "../../etc/passwd": b"no"})
    assert unpacked(content) == "id: x"


def test_two_definitions_or_none_are_refused_with_what_to_do() -> None:
    assert "one service.yaml; it holds 2" in refusal(zipped(**{"a/service.yaml": b"", "b/service.yaml": b""}))
    assert "one service.yaml; it holds 0" in refusal(zipped(**{"readme.txt": b""}))


def test_a_zip_that_unpacks_to_too_much_is_never_unpacked() -> None:
    assert "too much" in refusal(zipped(**{"service.yaml": b"a" * (MOST_BYTES + 1)}))
    assert "More than 2 MB" in refusal(b"a" * (MOST_BYTES + 1))


def test_letters_that_nobody_can_read_are_refused() -> None:
    assert "UTF-8" in refusal("ร้าน".encode("cp874"))


@settings(deadline=None)
@given(st.data())
def test_a_damaged_zip_is_refused_and_nothing_else_happens(data: st.DataObject) -> None:
    content = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(2, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        unpacked(bytes(content))
    except Refusal as refused:
        assert refused.code == "pack_unreadable"
