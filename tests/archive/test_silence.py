"""When no time stamp can be had papers wait and lose nothing, those in charge are told, and two workers do not collide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.config.test_readiness import bad
from tests.documents.test_documents import content, issued
from tests.world import World, build
from thanjai.archive import jobs, renewing, selectors, stock
from thanjai.archive.models import KeptPaper
from thanjai.config.readiness import Level, signing
from thanjai.documents.models import Document
from thanjai.domain.lasting import middle, wait
from thanjai.kernel import clock, files, signatories
from thanjai.kernel.forgetting import forget_files
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.lasting import Lengthened
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
AWAY = "http://127.0.0.1:9/"


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


@pytest.fixture
def document(world: World) -> Document:
    return issued(world)


@pytest.fixture(autouse=True)
def lasting(settings: Any, tmp_path: Path, document: Document) -> Iterator[None]:
    """Papers are made to last from now on, by an authority that is away."""
    settings.THANJAI_PRIVATE_HOSTS = ["127.0.0.1:9"]
    settings.THANJAI_OPERATOR = "operator@example.go.th"
    settings.THANJAI_SIGNATORIES = str(tmp_path / "signatories.toml")
    (tmp_path / "root.pem").write_bytes(signatories.authority().trust_roots[0])
    (tmp_path / "signatories.toml").write_text(
        f'stamp = "{AWAY}"\nstamp_trust = ["root.pem"]\nlasting = true\nweak = ["sha512"]'
    )
    signatories.signatories.cache_clear()
    yield
    settings.THANJAI_SIGNATORIES = ""
    signatories.signatories.cache_clear()


def paper() -> KeptPaper:
    with acting_as(PLATFORM):
        return KeptPaper.objects.get()


def letters() -> list[tuple[str, str]]:
    with acting_as(PLATFORM):
        found = Message.objects.filter(key__startswith="unstamped/").order_by("queued_at", "to")
        return [(one.to, one.body) for one in found]


def set_to(**values: Any) -> None:
    with acting_as(PLATFORM):
        KeptPaper.objects.update(**values)


def test_an_authority_that_is_away_is_tried_again_and_told_of(world: World, document: Document) -> None:
    moment = clock.now()
    for hours in (0, 0.5, 1.1, 30, 31):
        with clock.standing_at(moment + timedelta(hours=hours)):
            jobs.renew(timestamp=0)
            jobs.warn(timestamp=0)
    assert (paper().tries, paper().stamps, paper().failing_since) == (3, 0, moment)
    ((to, body),) = letters()
    assert to == "operator@example.go.th" and "not reached" in body
    (fault,) = bad(signing.lasting)
    assert "1 papers could not be given a new time stamp" in fault and "not reached" in fault
    set_to(holds_until=moment + timedelta(days=30))
    with clock.standing_at(moment + timedelta(days=8)):
        jobs.warn(timestamp=0)
        jobs.warn(timestamp=0)
    assert [to for to, _ in letters()] == ["operator@example.go.th", "operator@example.go.th", "สมศรี@example.com"]


def test_a_portion_ends_when_nobody_answers_again_and_again(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock.take()
    stock.look()
    rows = [paper()] * 5
    monkeypatch.setattr(renewing, "_due", lambda most: rows)
    monkeypatch.setattr(renewing, "_claimed", lambda row: True)
    done = renewing.renew()
    assert (done.renewed, done.failed) == (0, 3) and "not reached" in done.stopped


def stamped(document: Document, monkeypatch: pytest.MonkeyPatch, meanwhile: Any = lambda: None) -> list[bytes]:
    """Have a stamp that adds nothing; what was asked to be stamped."""
    asked: list[bytes] = []

    def lengthen(pdf: bytes, **_: Any) -> Lengthened:
        asked.append(pdf)
        meanwhile()
        return Lengthened(pdf, ())

    monkeypatch.setattr(renewing, "lengthen", lengthen)
    stock.take()
    stock.look()
    return asked


def test_two_workers_stamp_a_paper_once(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes while the first waits for its stamp."""
    asked = stamped(document, monkeypatch, lambda: renewing.renew())
    assert renewing.renew().renewed == 1
    assert asked == [content(document)] and paper().stamps == 1


def test_of_two_who_both_have_a_stamp_one_keeps_it(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first was thought dead: its claim had run out when the second took over."""

    def meanwhile() -> None:
        if len(asked) == 1:
            set_to(next_at=clock.now())
            assert renewing.renew().renewed == 1

    asked = stamped(document, monkeypatch, meanwhile)
    assert renewing.renew().renewed == 0
    assert len(asked) == 2 and paper().stamps == 1
    with acting_as(PLATFORM):
        assert len(files.files_of(document.id, "lasting")) == 1


def test_a_paper_that_is_erased_meanwhile_is_not_kept(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    def erase() -> None:
        with acting_as(PLATFORM):
            files.forget(files.find_file(document.file_id))

    stamped(document, monkeypatch, erase)
    assert renewing.renew().renewed == 0
    with acting_as(PLATFORM):
        assert not KeptPaper.objects.exists() and not files.files_of(document.id, "lasting")


def test_a_file_that_is_made_while_its_owner_is_erased_goes_too(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erasing waits for whoever holds the row of the paper, and finds what they made."""
    forget, made = files.forget, list[Any]()

    def forget_late(file: StoredFile) -> None:
        if not made:
            made.append(
                files.store_file(
                    content=b"x", name="x", content_type="application/pdf", agency=document.agency_id,
                    owner=document.id, purpose="lasting",
                )
            )  # fmt: skip
        forget(file)

    monkeypatch.setattr(files, "forget", forget_late)
    with acting_as(PLATFORM):
        assert len(forget_files([document.id])) == 2
        assert not StoredFile.objects.filter(owner_id=document.id).exists()


def test_a_file_that_bears_no_signature_is_named(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "read_file", lambda file: b"%PDF-1.7 and nothing more")
    stock.take()
    stock.look()
    assert "bears no signature" in paper().fault and paper().holds_until is None
    with acting_as(PLATFORM):
        assert (selectors.standing().unseen, selectors.waiting()) == (1, 0)


@pytest.mark.parametrize(
    ("stamps", "digest", "from_days", "until_days", "needs"),
    [
        (0, "", -10, 3000, True), (1, "sha512", -10, 3000, True), (1, "sha256", -10, 3000, False),
        (1, "sha256", -3000, 364, True), (1, "sha256", -3000, 366, False), (1, "sha256", -10, 20, False),
        (1, "sha256", -20, 10, True), (1, "sha256", -20, -10, True),
    ],
)  # fmt: skip
def test_what_needs_a_new_stamp(
    document: Document, stamps: int, digest: str, from_days: int, until_days: int, needs: bool
) -> None:
    """An authority with short certificates is not asked each night: half of their time goes by first."""
    stock.take()
    begins, ends = (clock.now() + timedelta(days=days) for days in (from_days, until_days))
    set_to(stamps=stamps, digest=digest, holds_until=ends, middle_at=middle(begins, ends))
    assert selectors.waiting() == int(needs)
    with acting_as(PLATFORM):
        assert selectors.standing().over == int(until_days < 0)
    assert any(one.level is Level.BAD for one in signing.lasting()) == (until_days < 0)


@given(st.integers(1, 10_000))
def test_it_is_tried_later_each_time_and_once_a_week_at_least(tries: int) -> None:
    assert timedelta(hours=1) <= wait(tries) <= wait(tries + 1) <= timedelta(days=7)


@given(st.datetimes(), st.timedeltas(timedelta(), timedelta(days=9000)))
def test_half_of_a_time_lies_within_it(begins: Any, lasts: timedelta) -> None:
    from datetime import datetime

    ends = min(begins, datetime(2900, 1, 1)) + lasts
    assert min(begins, ends) <= middle(begins, ends) <= max(begins, ends)
