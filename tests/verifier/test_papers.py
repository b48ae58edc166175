"""A paper is proven with two files and a public key, by a program that knows neither Django nor the platform."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.served import Log
from thanjai.domain import seal
from thanjai.verifier import papers, stamps
from thanjai.verifier.heads import NotProven, keys_of

PDF, EVIDENCE = b"%PDF the licence", b"%PDF its evidence"
NAMES = {"check_code": "AAAA-BBBB-CCCC", "number": "1/2569", "salt": "00" * 16}


def line(event: str, ordinal: int, pdf: bytes = PDF, **other: Any) -> str:
    said = {
        "agency": "a", "at": f"2026-11-2{ordinal}T03:00:00Z", "document": "d", "event": event, "format": papers.LINE_FORMAT,
        "kind": "licence", "named": hashlib.sha256(seal.canonical(NAMES)).hexdigest(), "ordinal": ordinal,
        "sha256": hashlib.sha256(pdf).hexdigest(), **other,
    }  # fmt: skip
    return seal.canonical(said).decode()


def proof(log: Log, *numbers: int) -> dict[str, Any]:
    events = [
        {
            "number": number,
            "line": log.lines[number],
            "path": [one.hex() for one in seal.inclusion_proof(log.leaves, number)],
        }
        for number in numbers
    ]
    return {"format": papers.FORMAT, "log": "x", "head": log.head(), "named": NAMES, "events": events}


@pytest.fixture
def log() -> Log:
    return Log(
        ["x", line("issued", 1), "y", line("renewed", 2), line("evidence", 3, EVIDENCE), line("suspended", 4), "z"]
    )


def checked(log: Log, told: dict[str, Any], pdf: bytes = PDF) -> papers.Proven:
    return papers.check(pdf, json.dumps(told), keys_of([log.pem]))


def test_what_the_log_says_of_a_paper_is_proven(log: Log) -> None:
    found = checked(log, proof(log, 1, 3))
    assert (found.number, found.check_code, found.standing, found.is_evidence) == (
        "1/2569",
        "AAAA-BBBB-CCCC",
        "in force",
        False,
    )
    assert checked(log, proof(log, 1, 3, 4, 5)).standing == "suspended"
    evidence = checked(log, proof(log, 1, 3, 4), EVIDENCE)
    assert evidence.is_evidence and evidence.until == log.at


def test_a_paper_that_was_replaced_is_told_from_the_one_that_took_its_place() -> None:
    log = Log([line("issued", 1), line("replaced", 2, b"%PDF its replacement")])
    lost = checked(log, proof(log, 0))
    assert (lost.standing, lost.is_replaced) == ("in force", False)
    lost = checked(log, proof(log, 0, 1))
    held = checked(log, proof(log, 0, 1), b"%PDF its replacement")
    assert (lost.standing, lost.is_replaced) == ("in force", True)
    assert (held.standing, held.is_replaced, held.is_evidence) == ("in force", False, False)


def test_a_paper_in_one_language_is_as_old_as_the_paper_it_was_made_of() -> None:
    first, second, replacement = b"%PDF in English", b"%PDF ENGLISH", b"%PDF its replacement"
    log = Log(
        [line("issued", 1), line("edition", 2, first), line("replaced", 3, replacement), line("edition", 4, second)]
    )
    for pdf, is_replaced in ((PDF, True), (first, True), (replacement, False), (second, False)):
        found = checked(log, proof(log, 0, 1, 2, 3), pdf)
        assert (found.standing, found.is_replaced, found.is_evidence) == ("in force", is_replaced, False)
    assert not checked(log, proof(log, 0, 1), first).is_replaced


STAMP = b"/ByteRange [0 0 0 %d]"


def test_a_paper_that_was_stamped_since_is_still_what_it_was() -> None:
    """As the platform entered it; what somebody else adds is told apart from an altered file."""
    once = PDF + STAMP % len(PDF)
    twice = once + STAMP % len(once)
    log = Log([line("issued", 1), line("stamped", 2, once), line("replaced", 3, EVIDENCE), line("stamped", 4, twice)])
    for pdf in (PDF, once, twice):
        found = checked(log, proof(log, 0, 1, 2, 3), pdf)
        assert (found.standing, found.is_replaced, found.is_evidence) == ("in force", True, False)
        assert (found.paper, found.proof) == (hashlib.sha256(PDF).hexdigest(), None)
    assert not checked(log, proof(log, 0, 1), once).is_replaced
    with pytest.raises(NotProven, match="not what was added to it"):
        checked(log, proof(log, 0, 1), twice)
    with pytest.raises(NotProven, match="not this file"):
        checked(log, proof(log, 0, 1), b"%PDF another" + STAMP % 5)


@pytest.mark.parametrize("digits", [b"<>", b"<00>", b"<30", b"(abc)", b"<3003020101>", b"<zz>"])
def test_what_lies_around_a_hostile_file_is_not_known(digits: bytes) -> None:
    head = b"%%PDF /ByteRange [0 0000 0000 0000] "
    before = len(head)
    pdf = (b"%%PDF /ByteRange [0 %04d %04d 0003] " % (before, before + len(digits))) + digits + b"end"
    assert stamps.outermost(pdf) is None and stamps.digests(pdf) == [hashlib.sha256(pdf).hexdigest()]


FALSE: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("format", lambda told: told.update(format="x")),
    ("events", lambda told: told.pop("events")),
    ("not begin with the issue", lambda told: told.update(events=[])),
    ("line 2 of the proof was left out", lambda told: told["events"].pop(1)),
    ("line 1 of the proof was left out", lambda told: told["events"].pop(0)),
    ("line 1 of the proof is not in the log", lambda told: told["events"][0].update(line=line("issued", 1, b"other"))),
    ("line 1 of the proof is not in the log", lambda told: told["events"][0].update(number=2)),
    ("line 2 of the proof is not in the log", lambda told: told["events"][1]["path"].pop()),
    ("hex", lambda told: told["events"][0].update(path=["x"])),
    ("whole number", lambda told: told["events"][0].update(number="1")),
    ("not those of the document", lambda told: told["named"].update(number="2/2569")),
    ("salt", lambda told: told["named"].pop("salt")),
    ("signature", lambda told: told["head"].update(body=told["head"]["body"].replace('"number":1', '"number":2'))),
    ("head of a log", lambda told: told["head"].update(body="{}")),
    ("no JSON", lambda told: told["head"].update(body="[")),
]


@pytest.mark.parametrize(("words", "change"), FALSE)
def test_a_false_proof_proves_nothing(log: Log, words: str, change: Callable[[dict[str, Any]], Any]) -> None:
    told = json.loads(json.dumps(proof(log, 1, 3, 4)))
    change(told)
    with pytest.raises(NotProven, match=words):
        checked(log, told)


def test_another_file_key_or_document_is_not_proven(log: Log) -> None:
    with pytest.raises(NotProven, match="not this file"):
        checked(log, proof(log, 1), PDF + b" ")
    with pytest.raises(NotProven, match="not trusted"):
        papers.check(PDF, json.dumps(proof(log, 1)), keys_of([Log([]).pem]))
    log.grow(line("suspended", 2, document="another"))
    with pytest.raises(NotProven, match="several documents"):
        checked(log, proof(log, 1, 7))
    for wrong in (b"x", b"-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----\n"):
        with pytest.raises(NotProven, match="no public key"):
            keys_of([wrong])


def run(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The program as somebody runs it; the platform's frameworks cannot be imported there."""
    shut = "import sys; sys.modules['django'] = sys.modules['psycopg'] = sys.modules['httpx'] = None\n"
    words = [sys.executable, "-c", f"{shut}import runpy; runpy.run_module('thanjai.verifier', run_name='__main__')"]
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [*words, str(folder / "licence.pdf"), str(folder / "proof.json"), "--key", str(folder / "log.pem"), *more],
        capture_output=True, text=True, check=False, cwd=root, env={"PATH": ""},
    )  # fmt: skip


def test_the_program_says_what_is_proven_and_ends_accordingly(log: Log, tmp_path: Path) -> None:
    (tmp_path / "licence.pdf").write_bytes(PDF)
    (tmp_path / "log.pem").write_bytes(log.pem)
    for numbers, code, words in (
        ((1, 3), 0, "in force as far as"),
        ((1, 3, 4, 5), 1, "suspended as far as"),
        ((3,), 2, "NOT PROVEN"),
    ):
        (tmp_path / "proof.json").write_text(json.dumps(proof(log, *numbers)))
        told = run(tmp_path)
        assert (told.returncode, told.stderr) == (code, "") and words in told.stdout, told
    (tmp_path / "licence.pdf").unlink()
    assert run(tmp_path).returncode == 2
