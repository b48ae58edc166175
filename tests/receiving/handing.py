"""Handing documents over in a test: strangers' files, and an officer who checks and decides."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pypdf import PdfWriter

from tests.documents.test_documents import issued
from tests.world import World, build
from thanjai.documents.log import heads
from thanjai.documents.models import Document
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.authority import TestAuthority
from thanjai.kernel.tenancy import PUBLIC, Actor, acting_as
from thanjai.receiving.actions import Brought, Typed, record
from thanjai.receiving.checks import Found, check_code, check_file
from thanjai.receiving.models import Reception
from thanjai.receiving.slips import read_slip, slip_of


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


@pytest.fixture
def paper(world: World) -> Document:
    """A licence, whose line in the log has its place and is signed."""
    document = issued(world)
    connection.check_constraints()
    assert heads.sign() is not None
    return document


def blank() -> bytes:
    """A PDF that nobody has signed."""
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(stream)
    return stream.getvalue()


def strangers(folder: Path) -> tuple[bytes, Path]:
    """A PDF that another authority has signed, and its root."""
    other = TestAuthority.create(folder / "other", at=now())
    return other.signer().sign(blank(), at=now(), reason="ออกใบรับรอง", location="กรุงเทพฯ"), other.directory / "root.pem"


def checked(content: bytes) -> Found:
    with acting_as(PUBLIC):
        return check_file(content)


def coded(code: str) -> Found | None:
    with acting_as(PUBLIC):
        return check_code(code)


def answers(found: Found) -> dict[str, tuple[str, str]]:
    """What was asked, and the answer with its code."""
    return {line.asked.value: (line.answer.value, line.code) for line in found.lines}


def decide(officer: Actor, found: Found, brought: Brought | None = None, **typed: Any) -> Reception:
    """Record what the officer decides after a check."""
    given = Typed(**{"outcome": "accepted", "purpose": "ต่ออายุประกันภัยตลาด", **typed})
    with acting_as(officer):
        return record(actor=officer, slip=read_slip(slip_of(found, officer), officer), typed=given, brought=brought)
