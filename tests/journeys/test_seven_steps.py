"""Each service from finding it to a paper that holds: find, read, apply, follow, be decided, pay, receive."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Office, Receipt, Request, standing_by_code, standing_by_file, track
from tests.journeys.post import Letterbox
from tests.journeys.visitor import View, Visitor, seen_as
from thanjai.config.demo.packs import load_pack, pack_ids

WALKS = {
    View("th", 360, True): ("hazardous-business", 0),
    View("th", 1280, False): ("food-premises-licence", 0),
    View("en", 360, False): ("old-age-allowance", 1),
    View("en", 1280, True): ("factory-waste-removal", 0),
    View("th", 360, False): ("personal-data-request", 0),
    View("th", 1280, True): ("liquor-retail-licence", 1),
    View("en", 360, True): ("food-premises-notification", 0),
    View("en", 1280, False): ("employer-registration", 0),
    View("th", 320, False): ("request-for-help", 0),
    View("en", 320, True): ("school-milk-to-homes", 0),
}
"""Every language with every width, with and without scripts; every service at least once, and which of its examples.

The first four have every two of these together; the others are walked among all tests.
"""


def test_every_service_is_walked() -> None:
    assert {pack for pack, _ in WALKS.values()} == {id for id in pack_ids() if load_pack(id).definition.outcome is None}


@seen_as(*WALKS, usual=4)
def test_a_service_from_finding_it_to_a_paper_that_holds(visitor: NewVisitor, tmp_path: Path, view: View) -> None:
    pack, example = WALKS[view]
    request = Request(pack, example)
    person = visitor(view, f"{pack}-{view}")
    applicant = Applicant(person, request)
    applicant.find()
    applicant.read_and_start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    _has_a_letter(person, request, receipt)
    _goes_its_way(applicant, receipt)
    anybody = person.another()
    if request.definition.papers:
        _has_papers_that_hold(applicant, anybody, tmp_path)
    track(anybody, receipt)


def _has_a_letter(person: Visitor, request: Request, receipt: Receipt) -> None:
    if request.email is None:
        return
    letters = Letterbox(person.platform, request.email)
    letter = letters.wait_for(lambda one: receipt.number in one.subject and bool(one.files), "with the receipt")
    assert letter.files == (f"{receipt.number}.pdf",)
    assert letters.file(letter).startswith(b"%PDF")


def _goes_its_way(applicant: Applicant, receipt: Receipt) -> None:
    """Officers and the applicant in turn, until nothing is left to do."""
    office = Office(applicant.visitor, applicant.request, receipt)
    for turn in range(len(applicant.request.definition.steps) + 2):
        applicant.follow(receipt.case)
        applicant.visitor.look(f"case-{turn}")
        if applicant.has_to_pay():
            applicant.pay(receipt.case)
        elif not office.work():
            break
    unfinished = {step.id for step in applicant.request.required_steps} - office.done
    assert not unfinished, f"nobody could work on {unfinished}: {applicant.visitor.words[:500]}"


def _has_papers_that_hold(applicant: Applicant, anybody: Visitor, folder: Path) -> None:
    person = applicant.visitor
    person.waits_for(person.page.locator("main [data-watch]"), "detached")
    person.look("case-with-papers")
    papers = applicant.download()
    assert papers, f"the case ended without a paper: {person.words[:500]}"
    for code, paper in papers.items():
        file = folder / f"{code}.pdf"
        file.write_bytes(paper)
        _is_signed(file)
        assert standing_by_code(anybody, code) == "valid"
        assert standing_by_file(anybody, paper, "licence.pdf") == "valid"
        assert standing_by_file(anybody, _altered(paper), "altered.pdf") == "altered"
    anybody.look("paper-altered")
    anybody.go("/verify/")
    anybody.look("verify")
    standing_by_code(anybody, code)
    anybody.look("paper-valid")


def _is_signed(file: Path) -> None:
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said, said
    assert "Total document signed" in said, said


def _altered(paper: bytes) -> bytes:
    """One byte changed in the middle of what is printed."""
    place = paper.index(b"stream\n", len(paper) // 4) + 40
    return paper[:place] + bytes([paper[place] ^ 1]) + paper[place + 1 :]
