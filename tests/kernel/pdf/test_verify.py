from __future__ import annotations

import io
import random
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfWriter

from tests.kernel.pdf.thai_papers import AT, licence
from thanjai.kernel.pdf.authority import VALID, TestAuthority
from thanjai.kernel.pdf.verify import Status, inspect

FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_our_own_paper_is_recognised_with_its_data(signed: bytes, authority: TestAuthority) -> None:
    finding = inspect(signed, trust_roots=authority.trust_roots)
    assert finding.status is Status.OURS_VALID
    assert finding.signed_at == AT
    assert finding.signer == "TEST signing, not valid in law"
    assert finding.data == licence().data()


def test_a_signature_of_strangers_is_not_trusted(signed: bytes, tmp_path: Path) -> None:
    stranger = TestAuthority.create(tmp_path / "other", at=AT)
    finding = inspect(signed, trust_roots=stranger.trust_roots)
    assert (finding.status, finding.data) == (Status.UNTRUSTED, None)
    assert inspect(signed, trust_roots=[]).status is Status.UNTRUSTED


def test_a_certificate_that_was_out_of_force_when_signing_is_not_trusted(
    licence_pdf: bytes, authority: TestAuthority
) -> None:
    late = authority.signer().sign(licence_pdf, at=AT + VALID + timedelta(days=2), reason="x", location="x")
    assert inspect(late, trust_roots=authority.trust_roots).status is Status.UNTRUSTED


def test_an_unsigned_paper_and_what_is_no_pdf_are_told_apart(licence_pdf: bytes) -> None:
    assert inspect(licence_pdf, trust_roots=[]).status is Status.NOT_SIGNED
    assert inspect(b"", trust_roots=[]).status is Status.NOT_A_PDF
    assert inspect(b"PK\x03\x04 a spreadsheet", trust_roots=[]).status is Status.NOT_A_PDF


def test_anything_added_after_signing_is_found(signed: bytes, authority: TestAuthority) -> None:
    assert inspect(signed + b"\n", trust_roots=authority.trust_roots).status is Status.ALTERED
    update = IncrementalPdfFileWriter(io.BytesIO(signed))
    update.root["/PageLayout"] = update.root["/Type"]
    update.update_root()
    later = io.BytesIO()
    update.write(later)
    assert inspect(later.getvalue(), trust_roots=authority.trust_roots).status is Status.ALTERED


def test_a_rewritten_file_is_not_ours(signed: bytes, authority: TestAuthority) -> None:
    rewritten = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(signed)).write(rewritten)
    assert inspect(rewritten.getvalue(), trust_roots=authority.trust_roots).status is Status.ALTERED


def test_a_signature_moved_to_another_paper_is_found(signed: bytes, authority: TestAuthority) -> None:
    forged = signed.replace(b"/Type", b"/type", 1)
    assert inspect(forged, trust_roots=authority.trust_roots).status is Status.ALTERED


def test_something_hidden_behind_the_signature_is_found(signed: bytes, authority: TestAuthority) -> None:
    end = signed.rindex(b"0>\n/ByteRange")
    hidden = signed[: end - 9] + b"deadbeef0" + signed[end:]
    assert len(hidden) == len(signed)
    assert inspect(hidden, trust_roots=authority.trust_roots).status is Status.ALTERED


def test_changing_any_byte_of_the_content_is_found(signed: bytes, authority: TestAuthority) -> None:
    roots = authority.trust_roots
    gap = range(signed.index(b"/Contents <") + 10, signed.rindex(b">\n/ByteRange") + 1)
    chosen = random.Random(2569)
    places = [chosen.randrange(len(signed)) for _ in range(250)]
    # and every byte from the signature to the end, where the structure is
    for place in [*places, *range(gap.stop, len(signed))]:
        if place in gap:
            continue
        changed = bytearray(signed)
        changed[place] ^= 1 << chosen.randrange(8)
        assert inspect(bytes(changed), trust_roots=roots).status is not Status.OURS_VALID, place


@given(data=st.data())
@FUZZ
def test_a_flipped_bit_in_the_signature_never_raises_nor_changes_the_data(
    data: st.DataObject, signed: bytes, authority: TestAuthority
) -> None:
    start = signed.index(b"/Contents <")
    place = data.draw(st.integers(start, start + 3000))
    changed = bytearray(signed)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    finding = inspect(bytes(changed), trust_roots=authority.trust_roots)
    assert finding.data in (None, licence().data())


@given(cut=st.integers(0, 200_000))
@FUZZ
def test_a_truncated_file_is_never_ours(cut: int, signed: bytes, authority: TestAuthority) -> None:
    piece = signed[: cut % len(signed)]
    assert inspect(piece, trust_roots=authority.trust_roots).status is not Status.OURS_VALID


@given(st.binary(max_size=400))
@example(b"%PDF-1.7 /ByteRange [0 1 2 3]")
@example(b"%PDF-1.7 /ByteRange [0 20 30 0] <00000000>".ljust(30))
@FUZZ
def test_no_bytes_make_it_raise(content: bytes) -> None:
    assert inspect(content, trust_roots=[]).status is not Status.OURS_VALID
    assert inspect(b"%PDF-1.7\n" + content, trust_roots=[]).status is not Status.OURS_VALID


@given(der=st.binary(max_size=300))
@example(der=b"")
@FUZZ
def test_no_signature_content_makes_it_raise(der: bytes, authority: TestAuthority) -> None:
    digits = b"<" + der.hex().encode() + b">"
    head = b"%PDF-1.7\n/Contents "
    shape = b"/ByteRange [0 %010d %010d %010d]"
    tail_length = len(shape % (0, 0, 0))
    pdf = head + digits + shape % (len(head), len(head) + len(digits), tail_length)
    assert inspect(pdf, trust_roots=authority.trust_roots).status is Status.ALTERED
