"""A paper is issued; somebody who has it downloads its proof and checks both without the platform."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Office, Request, standing_by_code, standing_by_file
from tests.journeys.sights import ROOT
from tests.journeys.visitor import View, Visitor, seen_as


@seen_as(View("th", 320, False), View("en", 1280, True))
def test_the_proof_of_a_paper_is_downloaded_and_holds_without_us(
    visitor: NewVisitor, tmp_path: Path, view: View
) -> None:
    person = visitor(view, f"proof-{view}")
    code, paper = _issued(person)
    anybody = person.another()
    (tmp_path / "licence.pdf").write_bytes(paper)
    (tmp_path / "log.pem").write_text(person.platform.call("log", "key"))
    person.platform.call("log", "sign")
    assert standing_by_file(anybody, paper, "licence.pdf") == "valid"
    anybody.look("file-with-proof")
    assert hashlib.sha256(paper).hexdigest() in _report(anybody, tmp_path)
    assert standing_by_code(anybody, code) == "valid"
    anybody.look("code-with-proof")
    assert code in _report(anybody, tmp_path)
    link = anybody.page.locator(f'a[href$="/v/{code}/proof/"]')
    link.focus()
    with anybody.page.expect_download() as coming:
        anybody.page.keyboard.press("Enter")
    assert coming.value.suggested_filename == f"{code}-proof.json"
    coming.value.save_as(tmp_path / "proof.json")
    found = _verified(tmp_path)
    assert found.returncode == 0 and f"check code {code}" in found.stdout, found
    (tmp_path / "licence.pdf").write_bytes(paper + b"\n")
    assert _verified(tmp_path).returncode == 2
    assert person.platform.call("log", "check").endswith("0 flaws\n")


def _report(anybody: Visitor, folder: Path) -> str:
    """What the report says that whoever checked takes into their file."""
    anybody.page.locator('form[action$="/verify/report/"] button').focus()
    with anybody.page.expect_download() as coming:
        anybody.page.keyboard.press("Enter")
    coming.value.save_as(folder / "report.pdf")
    return " ".join(page.extract_text() for page in PdfReader(folder / "report.pdf").pages)


def _issued(person: Visitor) -> tuple[str, bytes]:
    """The check code of a new licence, and its file."""
    applicant = Applicant(person, Request("food-premises-licence"))
    applicant.find()
    applicant.read_and_start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    office = Office(person, applicant.request, receipt)
    for _ in range(len(applicant.request.definition.steps) + 2):
        applicant.follow(receipt.case)
        if applicant.has_to_pay():
            applicant.pay(receipt.case)
        elif not office.work():
            break
    person.waits_for(person.page.locator("main [data-watch]"), "detached")
    return applicant.download().popitem()


def _verified(folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "thanjai.verifier", "licence.pdf", "proof.json", "--key", "log.pem"]
    return subprocess.run(
        words, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )  # fmt: skip
