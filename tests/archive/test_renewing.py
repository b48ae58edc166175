"""Papers whose time stamp ends soon get a newer one, each once, and stay what they were to everybody who checks."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction

from tests.documents import test_documents
from tests.kernel.pdf import outside_ltv
from tests.kernel.pdf.animated import BRIEF, Authority, animated
from tests.kernel.pdf.test_lasting import pdfsig, pyhanko, qpdf
from tests.world import World, build
from thanjai.archive import jobs, selectors
from thanjai.archive.models import KeptPaper
from thanjai.config.commands.archive import command
from thanjai.documents import actions
from thanjai.documents.log import heads, proofs
from thanjai.documents.log.checking import Check
from thanjai.documents.models import Document
from thanjai.documents.selectors import by_pdf
from thanjai.kernel import clock, files, signatories
from thanjai.kernel.forgetting import forget_files
from thanjai.kernel.signet import LOG, signet
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as
from thanjai.kernel.transactions import at_one_moment
from thanjai.receiving.checks import check_file
from thanjai.web.files import one_file

NOW = datetime.now(UTC)
EARLIER = NOW - timedelta(days=300)
FAR = "2040-01-01T00:00:00+00:00"
"""When the certificates of signer and all stamps but the newest have ended."""


@dataclass(frozen=True)
class House:
    """An agency whose licence was stamped long ago by an authority whose certificate ends within days."""

    world: World
    document: Document
    nation: Authority

    def says(self, label: str, *further: str) -> None:
        self.nation.signatories(label, *further)
        signatories.read_anew()

    def night(self) -> None:
        jobs.renew(timestamp=0)

    def paper(self) -> KeptPaper:
        with acting_as(PLATFORM), transaction.atomic():
            return KeptPaper.objects.select_related("newest").get(pk=self.document.file_id)

    def issued(self) -> bytes:
        with acting_as(PLATFORM), transaction.atomic():
            return files.read_file(files.find_file(self.document.file_id))

    def newest(self) -> bytes:
        with acting_as(PLATFORM), transaction.atomic():
            return files.read_file(selectors.newest_of(files.find_file(self.document.file_id)))


@pytest.fixture
def house(own_database: str, settings: Any, tmp_path: Path) -> Iterator[House]:
    settings.THANJAI_KEYS = tmp_path / "keys"
    nation = tmp_path / "nation"
    nation.mkdir()
    with animated(nation, EARLIER) as earlier:
        settings.THANJAI_PRIVATE_HOSTS = [earlier.place]
        settings.THANJAI_SIGNATORIES = str(earlier.signatories("brief-tsa"))
        signatories.read_anew()
        with clock.standing_at(EARLIER):
            world = build("food-premises-licence")
            with transaction.atomic():
                document = test_documents.issued(world)
    try:
        with animated(nation, port=int(earlier.place.partition(":")[2])) as now:
            made = House(world, document, now)
            made.says("tsa")
            yield made
    finally:
        settings.THANJAI_SIGNATORIES = ""
        signatories.read_anew()


def is_good_for_long(path: Path, nation: Authority) -> bool:
    words = [sys.executable, "-I", outside_ltv.__file__, path, nation.folder / "root.cert.pem", FAR]
    return subprocess.run(words, capture_output=True, check=False).stdout.startswith(b"GOOD")


def test_a_paper_is_renewed_twice_and_everybody_who_checks_accepts_it(house: House, tmp_path: Path) -> None:
    issued = house.issued()
    house.night()
    once = house.newest()
    assert (house.paper().stamps, house.paper().digest) == (2, "sha256") and once.startswith(issued)
    house.night()
    assert house.newest() == once, "what is good for years is left alone"
    house.says("later-tsa", 'weak = ["sha256"]', 'digest = "sha512"')
    house.night()
    house.night()
    twice = house.newest()
    assert twice.startswith(once) and (house.paper().stamps, house.paper().digest) == (3, "sha512")
    assert house.issued() == issued, "what was issued stays as it is"

    renewed, bad = tmp_path / "renewed.pdf", tmp_path / "bad.pdf"
    renewed.write_bytes(twice)
    bad.write_bytes(twice.replace(b"/DSS", b"/DSX"))
    assert all(judge(renewed, house.nation) for judge in (pdfsig, qpdf, pyhanko, is_good_for_long))
    assert not is_good_for_long(bad, house.nation)
    with acting_as(PUBLIC), transaction.atomic():
        for revision in (issued, once, twice):
            assert (by_pdf(revision).status, by_pdf(revision).check_code) == ("valid", house.document.check_code)
            assert check_file(revision).sha256 == hashlib.sha256(revision).hexdigest()
    _is_in_the_log(house, [issued, once, twice], tmp_path)
    with acting_as(house.world.officer), transaction.atomic():
        sent = one_file(house.document.file_id)
        assert b"".join(sent.streaming_content) == twice and sent["Content-Length"] == str(len(twice))  # type: ignore[arg-type]


def _is_in_the_log(house: House, revisions: list[bytes], folder: Path) -> None:
    with acting_as(house.world.officer):
        actions.suspend(actor=house.world.officer, document_id=house.document.id, reason="ไม่สะอาด")
    heads.sign()
    with acting_as(PUBLIC), transaction.atomic():
        proof = proofs.of_code(house.document.check_code)
    with at_one_moment():
        assert list(Check([]).flaws()) == []
    (folder / "proof.json").write_text(json.dumps(proof))
    (folder / "log.pem").write_bytes(signet(LOG).public_pem)
    for pdf, until in zip(revisions, (f"{NOW + BRIEF:%Y}-", "2031-01-01", "2060-01-01"), strict=True):
        (folder / "one.pdf").write_bytes(pdf)
        told = _verified(folder)
        assert (told.returncode, told.stderr) == (1, "") and "suspended as far as" in told.stdout
        assert f"can be checked until {until}" in told.stdout and "replaced" not in told.stdout
    (folder / "one.pdf").write_bytes(revisions[-1] + b"\n")
    assert _verified(folder).returncode == 2


def _verified(folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "thanjai.verifier", *(str(folder / one) for one in ("one.pdf", "proof.json"))]
    return subprocess.run(
        [*words, "--key", str(folder / "log.pem")], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip


def test_the_command_says_what_needs_it_and_does_it(house: House) -> None:
    run = CliRunner().invoke
    assert run(command, ["renew", "--limit", "1"]).output.endswith("1 renewed, 0 failed, 0 wait\n")
    told = run(command, ["status"])
    assert told.exit_code == 0 and "1 papers, of which 0 were not looked at yet\n0 need" in told.output
    assert "the first ends on 2031-01-01" in told.output
    with acting_as(PLATFORM), transaction.atomic():
        forget_files([house.document.id])
        assert not KeptPaper.objects.exists(), "what is erased is not kept for its time stamps"
