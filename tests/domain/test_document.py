from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain import document
from thanjai.domain.document import IssuedDocument, Status, Suspension, status_at, validity_end
from thanjai.domain.text import Text

BANGKOK = timezone(timedelta(hours=7))


def at(day: str, clock: str = "12:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+07:00")


LICENCE = IssuedDocument(
    number="0042/2568",
    title=Text(th="ใบอนุญาตจัดตั้งสถานที่จำหน่ายอาหาร", en="Food premises licence"),
    holder="สมศรี ใจดี",
    issued_at=at("2025-05-05"),
    valid_from=date(2025, 5, 5),
    valid_until=date(2026, 5, 4),
)


def test_a_licence_holds_through_its_last_day_in_bangkok() -> None:
    assert status_at(LICENCE, at("2026-05-04", "23:59")) is Status.VALID
    assert status_at(LICENCE, at("2026-05-05", "00:00")) is Status.EXPIRED
    assert status_at(LICENCE, datetime(2026, 5, 4, 16, 59, tzinfo=UTC)) is Status.VALID
    assert status_at(LICENCE, datetime(2026, 5, 4, 17, 0, tzinfo=UTC)) is Status.EXPIRED


def test_a_licence_issued_ahead_is_not_valid_before_its_first_day() -> None:
    assert status_at(LICENCE, at("2025-05-04", "23:59")) is Status.NOT_YET_VALID
    assert status_at(LICENCE, at("2025-05-05", "00:00")) is Status.VALID


def test_a_document_without_an_end_does_not_expire() -> None:
    assert status_at(replace(LICENCE, valid_until=None), at("2099-01-01")) is Status.VALID


def test_a_suspension_lasts_from_its_first_to_its_last_moment() -> None:
    stopped = replace(LICENCE, suspensions=(Suspension(at("2025-06-01"), at("2025-06-15")),))
    assert status_at(stopped, at("2025-06-01", "11:59")) is Status.VALID
    assert status_at(stopped, at("2025-06-01")) is Status.SUSPENDED
    assert status_at(stopped, at("2025-06-15")) is Status.VALID


def test_a_suspension_without_an_end_lasts_until_the_licence_expires() -> None:
    stopped = replace(LICENCE, suspensions=(Suspension(at("2025-06-01")),))
    assert status_at(stopped, at("2026-05-04")) is Status.SUSPENDED
    assert status_at(stopped, at("2026-05-05")) is Status.EXPIRED


def test_revoked_outranks_superseded_and_both_outrank_the_rest() -> None:
    old = replace(LICENCE, superseded_at=at("2025-07-01"), superseded_by="0043/2568")
    assert status_at(old, at("2025-06-30")) is Status.VALID
    assert status_at(old, at("2027-01-01")) is Status.SUPERSEDED
    revoked = replace(old, revoked_at=at("2025-08-01"))
    assert status_at(revoked, at("2025-07-15")) is Status.SUPERSEDED
    assert status_at(revoked, at("2027-01-01")) is Status.REVOKED


def test_a_renewal_asked_in_time_keeps_the_licence_in_force() -> None:
    late = at("2026-06-01")
    assert status_at(replace(LICENCE, renewal_asked_on=date(2026, 5, 4)), late) is Status.VALID
    assert status_at(replace(LICENCE, renewal_asked_on=date(2026, 5, 5)), late) is Status.EXPIRED


def test_a_time_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="aware"):
        status_at(LICENCE, datetime(2025, 6, 1))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)), st.integers(-12, 14))
def test_the_status_does_not_depend_on_how_a_moment_is_written(moment: datetime, hours: int) -> None:
    now = moment.replace(tzinfo=BANGKOK)
    assert status_at(LICENCE, now.astimezone(timezone(timedelta(hours=hours)))) is status_at(LICENCE, now)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)), st.integers(0, 2000))
def test_what_is_revoked_stays_revoked(moment: datetime, later: int) -> None:
    revoked_at = moment.replace(tzinfo=BANGKOK)
    revoked = replace(LICENCE, revoked_at=revoked_at)
    assert status_at(revoked, revoked_at + timedelta(days=later)) is Status.REVOKED


@pytest.mark.parametrize(
    ("issued", "amount", "unit", "last"),
    [
        (date(2025, 5, 5), 1, "year", date(2026, 5, 4)),
        (date(2025, 1, 1), 1, "year", date(2025, 12, 31)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2024, 2, 29), 4, "year", date(2028, 2, 28)),
        (date(2023, 3, 1), 1, "year", date(2024, 2, 29)),
        (date(2025, 1, 31), 1, "month", date(2025, 2, 28)),
        (date(2025, 1, 28), 1, "month", date(2025, 2, 27)),
        (date(2025, 11, 15), 3, "month", date(2026, 2, 14)),
        (date(2025, 5, 5), 1, "day", date(2025, 5, 5)),
        (date(2025, 5, 5), 30, "day", date(2025, 6, 3)),
    ],
)
def test_a_validity_ends_the_day_before_the_corresponding_day(
    issued: date, amount: int, unit: document.Unit, last: date
) -> None:
    assert validity_end(issued, amount, unit) == last


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(["day", "month", "year"]),
)
def test_longer_and_later_validities_never_end_earlier(issued: date, amount: int, unit: document.Unit) -> None:
    last = validity_end(issued, amount, unit)
    assert issued <= last < validity_end(issued, amount + 1, unit)
    assert last <= validity_end(issued + timedelta(days=1), amount, unit)


def test_a_validity_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="one unit"):
        validity_end(date(2025, 1, 1), 0, "year")


@given(st.text(min_size=1, max_size=30), st.binary(max_size=40))
def test_the_address_in_the_qr_gives_number_and_proof_back(number: str, content: bytes) -> None:
    proof = document.short_proof(hashlib.sha256(content).digest())
    url = document.verification_url("https://permits.example.go.th/verify", number, proof)
    assert url.isascii()
    assert parse_qs(urlsplit(url).query) == {"n": [number], "p": [proof]}


@pytest.mark.parametrize("base", ["https://a.go.th/?x=1", "https://a.go.th/#top"])
def test_a_base_address_with_a_query_is_an_error(base: str) -> None:
    with pytest.raises(ValueError, match="query"):
        document.verification_url(base, "1", "A")


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_proof_fits_its_own_document_only(one: bytes, other: bytes) -> None:
    proof = document.short_proof(one)
    assert len(proof) == 16
    assert document.proof_matches(one, f" {proof.lower()} ")
    assert document.proof_matches(other, proof) == (one[:10] == other[:10])
    assert not document.proof_matches(one, "")
    assert not document.proof_matches(one, "ไม่ใช่")
