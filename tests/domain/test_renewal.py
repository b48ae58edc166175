"""Renewal by payment: who may, until when, what a payment comes to, and which reminders are owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.definition.papers import Validity
from thanjai.domain.document import IssuedDocument, Status, Suspension, status_at
from thanjai.domain.renewal import (
    Period,
    Result,
    State,
    Terms,
    ends_at,
    outcome,
    period_after,
    reminder_due,
    standing,
    wakes_at,
)
from thanjai.domain.renewal_words import incomplete_words
from thanjai.domain.text import Text


def at(day: str, clock: str = "12:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+07:00")


YEAR = Validity(amount=1, unit="year")
LAST = date(2027, 5, 4)
ISSUED_AT = at("2026-05-05")
LICENCE = IssuedDocument(
    number="FL-KKC-2569-00001",
    title=Text(th="ใบอนุญาต", en="Licence"),
    holder="สมศรี ใจดี",
    issued_at=ISSUED_AT,
    valid_from=date(2026, 5, 5),
    valid_until=LAST,
)
TERMS = Terms("payment", YEAR, (90, 30, 7, 1), Text(th="ร้อยละ 20 (มาตรา 65)", en="20 per cent (section 65)"))
SUSPENDED = replace(LICENCE, suspensions=(Suspension(at("2027-05-01"), at("2027-05-03")),))
REVOKED = replace(LICENCE, revoked_at=at("2027-04-20"))


@pytest.mark.parametrize(("last", "amount", "unit", "first", "until"), [
    ("2027-05-04", 1, "year", "2027-05-05", "2028-05-04"),
    ("2027-02-28", 1, "year", "2027-03-01", "2028-02-29"),
    ("2028-02-28", 1, "year", "2028-02-29", "2029-02-28"),
    ("2026-12-31", 1, "year", "2027-01-01", "2027-12-31"),
    ("2027-01-31", 1, "month", "2027-02-01", "2027-02-28"),
    ("2027-01-30", 1, "month", "2027-01-31", "2027-02-28"),
    ("2027-05-04", 30, "day", "2027-05-05", "2027-06-03"),
])  # fmt: skip
def test_the_next_period_begins_the_day_after_and_ends_before_the_corresponding_day(
    last: str, amount: int, unit: str, first: str, until: str
) -> None:
    term = Validity.model_validate({"amount": amount, "unit": unit})
    wanted = Period(date.fromisoformat(first), date.fromisoformat(until))
    assert period_after(date.fromisoformat(last), term) == wanted


@pytest.mark.parametrize(("paper", "terms", "now", "state"), [
    (LICENCE, TERMS, at("2027-02-02", "23:59"), State.NOT_YET),
    (LICENCE, TERMS, at("2027-02-03", "00:00"), State.OPEN),
    (LICENCE, TERMS, at("2027-05-04", "23:59:59"), State.OPEN),
    (LICENCE, TERMS, at("2027-05-05", "00:00"), State.LATE),
    (LICENCE, replace(TERMS, mode="application"), at("2027-05-01"), State.BY_APPLICATION),
    (LICENCE, replace(TERMS, term=None), at("2027-05-01"), State.BY_APPLICATION),
    (replace(LICENCE, valid_until=None), TERMS, at("2027-05-01"), State.NO_END),
    (SUSPENDED, TERMS, at("2027-05-02"), State.SUSPENDED),
    (SUSPENDED, TERMS, at("2027-05-03"), State.OPEN),
    (REVOKED, TERMS, at("2027-05-01"), State.ENDED),
    (replace(LICENCE, superseded_at=at("2027-01-01")), TERMS, at("2027-05-01"), State.ENDED),
])  # fmt: skip
def test_who_may_renew_by_paying(paper: IssuedDocument, terms: Terms, now: datetime, state: State) -> None:
    found = standing(paper, terms, now)
    assert found.state is state
    assert found.reason.th
    assert found.reason.en


def test_one_who_is_late_is_told_to_apply_and_what_it_may_cost_more() -> None:
    reason = standing(LICENCE, TERMS, at("2027-05-05", "00:00")).reason
    assert "Apply" in reason.en and "20 per cent" in reason.en and "4 พฤษภาคม 2570" in reason.th
    assert "20 per cent" not in standing(LICENCE, replace(TERMS, late=None), at("2027-05-06")).reason.en


def test_one_who_paid_only_a_part_is_told_the_same() -> None:
    assert "20 per cent" in incomplete_words(TERMS.late).en
    assert "per cent" not in incomplete_words(None).en


@pytest.mark.parametrize(("paper", "renewed", "paid_at", "result"), [
    (LICENCE, [], at("2027-05-04", "23:59:59"), Result.RENEWED),
    (LICENCE, [], at("2027-05-05", "00:00"), Result.TOO_LATE),
    (LICENCE, [LAST], at("2027-05-01"), Result.ALREADY),
    (LICENCE, [LAST], at("2027-05-06"), Result.ALREADY),
    (SUSPENDED, [], at("2027-04-30", "23:59"), Result.RENEWED),
    (SUSPENDED, [], at("2027-05-01"), Result.SUSPENDED),
    (SUSPENDED, [], at("2027-05-03"), Result.RENEWED),
    (REVOKED, [], at("2027-04-19"), Result.ENDED),
    (REVOKED, [], at("2027-05-01"), Result.ENDED),
    (replace(LICENCE, superseded_at=at("2027-05-01")), [], at("2027-05-02"), Result.ENDED),
])  # fmt: skip
def test_what_comes_of_a_payment(paper: IssuedDocument, renewed: list[date], paid_at: datetime, result: Result) -> None:
    assert outcome(paper, LAST, renewed, paid_at).result is result


moments = st.datetimes(datetime(2026, 5, 6), datetime(2027, 6, 30)).map(lambda one: one.replace(tzinfo=BANGKOK))
lasts = st.dates(date(2026, 1, 1), date(2036, 12, 31))
terms_of_length = st.builds(Validity, amount=st.integers(1, 36), unit=st.sampled_from(["day", "month", "year"]))


@given(st.integers(-86_400 * 3, 86_400 * 3), lasts)
def test_at_midnight_the_bank_s_second_decides_and_nothing_else(seconds: int, last: date) -> None:
    paper = replace(LICENCE, valid_from=date(2025, 1, 1), valid_until=last)
    paid_at = ends_at(last) + timedelta(seconds=seconds)
    wanted = Result.RENEWED if seconds < 0 else Result.TOO_LATE
    assert outcome(paper, last, [], paid_at).result is wanted


@given(lasts, st.lists(terms_of_length, min_size=1, max_size=8))
def test_renewals_in_a_row_leave_no_day_out_and_give_none_twice(last: date, terms: list[Validity]) -> None:
    for term in terms:
        period = period_after(last, term)
        assert period.first == last + timedelta(days=1)
        assert period.last >= period.first
        last = period.last


@given(moments)
def test_whoever_may_pay_now_and_does_has_renewed(now: datetime) -> None:
    for paper in (LICENCE, SUSPENDED):
        if standing(paper, TERMS, now).state is State.OPEN:
            assert status_at(paper, now) is Status.VALID
            assert outcome(paper, LAST, [], now).result is Result.RENEWED


@given(st.sampled_from([LICENCE, SUSPENDED, REVOKED]), st.lists(moments, min_size=1, max_size=6))
def test_of_any_payments_at_most_one_renews(paper: IssuedDocument, paid: list[datetime]) -> None:
    renewed: set[date] = set()
    results = []
    for paid_at in paid:
        results.append(outcome(paper, LAST, renewed, paid_at).result)
        if results[-1] is Result.RENEWED:
            renewed.add(LAST)
    assert results.count(Result.RENEWED) <= 1


def reminded(attended: list[datetime], paper: IssuedDocument = LICENCE) -> list[int]:
    """The days of the reminders sent when the paper is looked at at those moments."""
    sent, key = [], ""
    for now in sorted(attended):
        owed = reminder_due(paper, TERMS, now, granted_at=ISSUED_AT, reminded=key)
        if owed is not None:
            sent.append(owed.days)
            key = owed.key
    return sent


def alarms(paper: IssuedDocument) -> list[datetime]:
    """Every moment at which the paper asks to be looked at."""
    found, now = [], ISSUED_AT
    while (moment := wakes_at(paper, TERMS, now)) is not None:
        found.append(moment)
        now = moment
    return found


def test_reminders_come_at_nine_on_their_days_and_the_last_alarm_is_the_end() -> None:
    assert alarms(LICENCE) == [
        at("2027-02-03", "09:00"), at("2027-04-04", "09:00"), at("2027-04-27", "09:00"), at("2027-05-03", "09:00"),
        at("2027-05-05", "00:00"),
    ]  # fmt: skip
    assert reminded(alarms(LICENCE)) == [90, 30, 7, 1]


def test_a_worker_that_stood_still_sends_one_reminder_not_a_flood() -> None:
    assert reminded([at("2027-04-28")]) == [7]
    assert reminded([at("2027-02-04"), at("2027-05-04", "23:00"), at("2027-05-04", "23:01")]) == [90, 1]


def test_nobody_is_reminded_of_what_is_suspended_revoked_or_over() -> None:
    assert reminded([at("2027-05-02")], SUSPENDED) == []
    assert reminded([at("2027-05-02"), at("2027-05-03")], SUSPENDED) == [1]
    assert reminded([at("2027-05-02")], REVOKED) == []
    assert reminded([at("2027-05-05", "00:00")]) == []
    assert alarms(REVOKED) == []


def test_a_paper_given_for_a_short_time_is_not_reminded_of_days_before_it_was_given() -> None:
    short = replace(LICENCE, issued_at=at("2027-04-20"), valid_from=date(2027, 4, 20))
    assert reminder_due(short, TERMS, at("2027-04-20", "13:00"), granted_at=short.issued_at, reminded="") is None
    owed = reminder_due(short, TERMS, at("2027-04-27"), granted_at=short.issued_at, reminded="")
    assert owed is not None
    assert owed.days == 7


@given(st.lists(moments, max_size=40))
def test_however_often_it_is_looked_at_each_reminder_comes_once_and_they_draw_nearer(looks: list[datetime]) -> None:
    sent = reminded(looks)
    assert sent == sorted(set(sent), reverse=True)
    assert all(days in TERMS.remind_days for days in sent)


@given(st.lists(moments, max_size=20))
def test_looking_only_when_the_alarm_says_misses_nothing(looks: list[datetime]) -> None:
    assert reminded([*looks, *alarms(LICENCE)])[-1] == 1
    assert {bangkok_day(moment) for moment in alarms(LICENCE)} >= {LAST - timedelta(days=d) for d in TERMS.remind_days}
