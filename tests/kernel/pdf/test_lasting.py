"""Papers at every level of PAdES, by a real authority in a process of its own; and what independent validators say."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from tests.kernel.pdf import outside_validator
from tests.kernel.pdf.animated import LATER, Authority, animated
from tests.kernel.pdf.thai_papers import licence
from thanjai.kernel import papers as printing
from thanjai.kernel import signatories
from thanjai.kernel.pdf.lasting import Keeping, lengthen
from thanjai.kernel.pdf.signing import CannotSign, Signer
from thanjai.kernel.pdf.stamping import Stamper
from thanjai.kernel.pdf.verify import Finding, Status, inspect

NOW = datetime.now(UTC)
LEVELS = ("B-B", "B-T", "B-LTA", "renewed")


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with animated(tmp_path_factory.mktemp("nation")) as authority:
        yield authority


@pytest.fixture
def reachable(nation: Authority, settings: Any) -> Authority:
    settings.THANJAI_PRIVATE_HOSTS = [nation.place]
    return nation


def signer(nation: Authority, *, stamps: bool = True) -> Signer:
    key, certificate = nation.folder / "signer.key.pem", nation.folder / "signer.cert.pem"
    return Signer.from_files(key, certificate, timestamp_url=nation.stamps() if stamps else None)


def keeping(nation: Authority, label: str = "tsa") -> Keeping:
    roots = (nation.certificate("root"),)
    return Keeping(nation.stamps(label), "sha256", roots, roots)


@pytest.fixture(scope="module")
def papers(nation: Authority, licence_pdf: bytes) -> dict[str, bytes]:
    """One paper at each level."""
    from django.test import override_settings

    with override_settings(THANJAI_PRIVATE_HOSTS=[nation.place]):
        plain = signer(nation, stamps=False).sign(licence_pdf, at=NOW, reason="x", location="x")
        stamped = signer(nation).sign(licence_pdf, at=NOW, reason="x", location="x")
        lasting = lengthen(stamped, by=keeping(nation), at=NOW)
        renewed = lengthen(lasting.pdf, by=replace(keeping(nation, "later-tsa"), digest="sha512"), at=NOW)
    assert not lasting.silent and not renewed.silent
    return dict(zip(LEVELS, (plain, stamped, lasting.pdf, renewed.pdf), strict=True))


def found_in(pdf: bytes, nation: Authority) -> Finding:
    roots = (nation.certificate("root"),)
    return inspect(pdf, trust_roots=roots, stamp_roots=roots)


@pytest.mark.parametrize("level", LEVELS)
def test_a_paper_is_of_the_level_it_was_made_for(level: str, papers: dict[str, bytes], nation: Authority) -> None:
    found = found_in(papers[level], nation)
    assert found.status is Status.OURS_VALID and found.data is not None
    assert found.level == ("B-LTA" if level == "renewed" else level)


def test_what_was_signed_stays_at_the_beginning(papers: dict[str, bytes], nation: Authority) -> None:
    assert papers["B-LTA"].startswith(papers["B-T"]) and papers["renewed"].startswith(papers["B-LTA"])
    for level in ("B-LTA", "renewed"):
        assert found_in(papers[level], nation).revisions[:2] == (len(papers["B-T"]), len(papers["B-LTA"]))
    newest = found_in(papers["renewed"], nation).archived
    assert newest is not None and (newest.digest, newest.ends_at.year) == ("sha512", 2060)


def test_a_lasting_paper_holds_what_the_authorities_said(papers: dict[str, bytes]) -> None:
    for level, answers in (("B-LTA", 2), ("renewed", 3)):
        held = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(papers[level])))
        assert len(held.ocsps) == answers and len(held.certs) >= 3, level
    with pikepdf.open(io.BytesIO(papers["renewed"])) as pdf:
        assert all(str(field.TU).isprintable() and str(field.TU) for field in pdf.Root.AcroForm.Fields)
        assert pdf.Root.MarkInfo.Marked and "/Extensions" not in pdf.Root
        assert "<pdfaid:part>3</pdfaid:part>" in pdf.Root.Metadata.read_bytes().decode()


def test_where_nobody_answers_the_paper_is_stamped_and_says_who_was_silent(
    papers: dict[str, bytes], nation: Authority, reachable: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thanjai.kernel.pdf import revocation

    monkeypatch.setattr(revocation, "_answer", lambda *_: b"")
    made = lengthen(papers["B-T"], by=keeping(nation), at=NOW)
    assert {one.partition(",")[0] for one in made.silent} == {"Common Name: The signer", "Common Name: The tsa"}
    assert found_in(made.pdf, nation).level == "B-LTA"


def test_a_list_is_taken_where_ocsp_does_not_answer(
    papers: dict[str, bytes], nation: Authority, reachable: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thanjai.kernel.pdf import revocation

    monkeypatch.setattr(revocation, "_by_ocsp", lambda *_: None)
    made = lengthen(papers["B-T"], by=keeping(nation), at=NOW)
    held = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(made.pdf)))
    assert not made.silent and len(held.crls) == 1 and not held.ocsps


def test_years_later_another_authority_renews_it(papers: dict[str, bytes], nation: Authority, settings: Any) -> None:
    """The signer's certificate has ended by then, which does not matter to what was stamped before."""
    with animated(nation.folder, LATER) as later:
        settings.THANJAI_PRIVATE_HOSTS = [later.place, nation.place]
        made = lengthen(papers["B-LTA"], by=keeping(later, "later-tsa"), at=LATER)
    found = found_in(made.pdf, nation)
    assert found.status is Status.OURS_VALID and found.archived is not None and found.archived.at == LATER


def test_a_stamp_that_has_run_out_is_not_renewed_as_if_it_had_not(
    papers: dict[str, bytes], nation: Authority, reachable: Authority
) -> None:
    with pytest.raises(CannotSign, match="chain of .*tsa.* does not hold"):
        lengthen(papers["B-LTA"], by=keeping(nation, "later-tsa"), at=LATER.replace(year=2032))


def test_a_paper_that_is_not_ours_is_not_made_to_last(
    papers: dict[str, bytes], nation: Authority, reachable: Authority
) -> None:
    with pytest.raises(CannotSign, match="not ours, or was altered"):
        lengthen(spoiled(papers["B-T"]), by=keeping(nation), at=NOW)
    with pytest.raises(CannotSign, match="stamp_trust"):
        lengthen(papers["B-B"], by=replace(keeping(nation), stamp_roots=()), at=NOW)


def test_a_stamp_does_not_cover_up_what_somebody_else_added(
    papers: dict[str, bytes], nation: Authority, reachable: Authority
) -> None:
    """Anybody can get a time stamp of an authority that we trust."""
    import asyncio

    writer = IncrementalPdfFileWriter(io.BytesIO(papers["B-T"]))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = writer.prev.root["/Pages"]["/Count"]
    page["/MediaBox"] = page["/MediaBox"]
    writer.update_container(page)
    stamper = PdfTimeStamper(Stamper(nation.stamps()))
    made = asyncio.run(stamper.async_timestamp_pdf(writer, "sha256", bytes_reserved=24_000))
    made.seek(0)
    assert found_in(made.read(), nation).status is Status.ALTERED


@pytest.mark.parametrize("level", ["B-LTA", "renewed"])
def test_a_stamp_of_an_authority_we_do_not_know_is_an_addition(
    level: str, papers: dict[str, bytes], nation: Authority
) -> None:
    found = inspect(papers[level], trust_roots=(nation.certificate("root"),))
    assert found.status is Status.ALTERED


def test_papers_are_issued_to_last_where_the_file_of_signatories_says_so(
    nation: Authority, reachable: Authority, settings: Any, tmp_path: Path
) -> None:
    place = nation.signatories("tsa", 'digest = "sha512"')
    settings.THANJAI_SIGNATORIES, settings.THANJAI_KEYS = str(place), tmp_path
    signatories.read_anew()
    try:
        pdf = printing.signed(licence(), at=NOW, reason="x", location="x")
        found = inspect(pdf, trust_roots=signatories.trust_roots(), stamp_roots=signatories.stamp_roots())
        assert (found.level, found.archived and found.archived.digest) == ("B-LTA", "sha512")
        place.write_text("lasting = true")
        signatories.read_anew()
        with pytest.raises(signatories.BadSignatories, match="want stamp"):
            signatories.signer()
    finally:
        settings.THANJAI_SIGNATORIES = ""
        signatories.read_anew()


def spoiled(pdf: bytes) -> bytes:
    """One bit of a page turned over."""
    place = pdf.index(b"stream", pdf.index(b"/FlateDecode")) + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def spoiled_stamp(pdf: bytes) -> bytes:
    """One bit of what was added last."""
    place = pdf.rindex(b"/DSS")
    return pdf[:place] + b"/DSX" + pdf[place + 4 :]


def pdfsig(path: Path, nation: Authority) -> bool:
    """It knows no document time stamps: of a lasting paper, it judges the signature."""
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    return "Signature is Valid" in told and "Invalid" not in told and "Mismatch" not in told


def qpdf(path: Path, nation: Authority) -> bool:
    return subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


def pyhanko(path: Path, nation: Authority) -> bool:
    words = [sys.executable, "-I", outside_validator.__file__, path, nation.folder / "root.cert.pem"]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, cwd=path.parent)
    assert ended.stdout.startswith(("GOOD", "BAD")), ended.stderr
    return ended.returncode == 0


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("judge", [pdfsig, qpdf, pyhanko])
def test_independent_validators_agree(
    judge: Callable[[Path, Authority], bool], level: str, papers: dict[str, bytes], nation: Authority, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(papers[level])
    bad.write_bytes(spoiled(papers[level]))
    assert judge(good, nation)
    assert not judge(bad, nation)
    assert found_in(bad.read_bytes(), nation).status is Status.ALTERED


@pytest.mark.parametrize("level", ["B-LTA", "renewed"])
def test_a_change_in_what_was_added_is_found(
    level: str, papers: dict[str, bytes], nation: Authority, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(spoiled_stamp(papers[level]))
    assert not pyhanko(bad, nation)
    assert found_in(bad.read_bytes(), nation).status is Status.ALTERED
