"""Lists brought in on the command line: the report, the question, the work and undoing it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction

from tests.intake.conftest import agencies_file, line
from tests.world import build
from thanjai.agencies.models import Agency, Membership
from thanjai.config.commands.agencies import command as agencies
from thanjai.config.commands.officers import command as officers
from thanjai.intake.models import Intake
from thanjai.kernel.tenancy import PLATFORM, acting_as


def run(*words: Any, answer: str = "", command: Any = agencies) -> str:
    result = CliRunner().invoke(command, [str(word) for word in words], input=answer)
    assert result.exit_code == 0, result.output
    return result.output


def codes() -> list[str]:
    with transaction.atomic(), acting_as(PLATFORM):
        return list(Agency.objects.order_by("code").values_list("code", flat=True))


@pytest.fixture
def file(own_database: str, tmp_path: Path) -> Path:
    with transaction.atomic():
        build()
    path = tmp_path / "list.csv"
    path.write_bytes(agencies_file(line("A1"), line("A2", phone="ไม่มี"), line("KKC")))
    return path


def test_agencies_are_brought_in_with_a_report_and_undone(file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    assert "Nothing was done" in run("import", file, "--report", report, answer="n\n")
    assert "line 3, Telephone: " in run("import", file, answer="n\n")
    rows = list(csv.DictReader(report.open(encoding="utf-8-sig")))
    assert [row["Result"] for row in rows] == ["new", "wrong", "changed"]
    assert rows[1]["What to mend"].startswith("Telephone: ")
    assert codes() == ["KKC", "OTH"]
    assert "done: 2 done, 1 left" in run("import", file, "--yes")
    assert codes() == ["A1", "KKC", "OTH"]
    with transaction.atomic(), acting_as(PLATFORM):
        brought = Intake.objects.get()
    assert "2 undone" in run("undo", brought.id)
    assert codes() == ["KKC", "OTH"]


def test_officers_are_asked_for_and_the_only_head_grants_them_with_a_reason(file: Path) -> None:
    heading, one = "email,name,unit,position,roles", "anan@example.com,อนันต์,คลัง,นักวิชาการ,ตรวจ"
    file.write_text(f"{heading}\n{one}\n", encoding="utf-8")
    words = ("import", file, "--agency", "khonkaen", "--by", "สมศรี@example.com", "--reason", "บรรจุใหม่", "--yes")
    assert "A head of the agency grants it" in run(*words, command=officers)
    assert "1 done" in run(*words, "--exception", "ไม่มีหัวหน้าคนอื่น", command=officers)
    with transaction.atomic(), acting_as(PLATFORM):
        assert Membership.objects.get(person__email="anan@example.com").granted == ["reviewer"]
        brought = Intake.objects.get(state="done")
    whose = ("--agency", "khonkaen", "--by", "สมศรี@example.com")
    assert "1 undone" in run("undo", brought.id, *whose, command=officers)
    result = CliRunner().invoke(officers, [str(word) for word in ("undo", brought.id, *whose[:-1], "x@example.com")])
    assert "Nobody with the address x@example.com" in result.output


def test_a_file_that_cannot_be_read_says_what_to_do(file: Path) -> None:
    file.write_bytes(b"\x00\x01PK")
    result = CliRunner().invoke(agencies, ["import", str(file)])
    assert result.exit_code == 1
    assert "columns" in result.output
