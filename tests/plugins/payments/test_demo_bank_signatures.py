"""The check of the bank's signature: only what is whole, fresh and from the holder of the key gets through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.money.providers import NoticeRejected
from thanjai.plugins.payments.demo_bank.signatures import key_of, signed_headers, verify

SECRET = "a-secret-of-both"
NOW = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
BODY = b'{"type":"payment.received"}'


def test_the_published_vector_of_standard_webhooks_is_signed_the_same_way() -> None:
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_fresh_signed_notice_passes_whatever_the_case_of_its_header_names() -> None:
    headers = signed_headers(SECRET, "msg_1", NOW, BODY)
    verify(SECRET, headers, BODY, NOW)
    verify(SECRET, {name.title(): value for name, value in headers.items()}, BODY, NOW)


def test_one_right_signature_among_several_is_enough_so_that_a_secret_can_be_changed() -> None:
    headers = signed_headers(SECRET, "msg_1", NOW, BODY)
    old = signed_headers("the-secret-before", "msg_1", NOW, BODY)["webhook-signature"]
    verify(SECRET, headers | {"webhook-signature": f"{old} {headers['webhook-signature']}"}, BODY, NOW)
    assert _rejected(headers | {"webhook-signature": f"{old} v1,"}, BODY) == "notice.forged"


@pytest.mark.parametrize("seconds", [-300, -1, 0, 1, 300])
def test_a_notice_up_to_five_minutes_from_now_passes(seconds: int) -> None:
    verify(SECRET, signed_headers(SECRET, "msg_1", NOW + timedelta(seconds=seconds), BODY), BODY, NOW)


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 86_400])
def test_an_older_or_a_future_notice_is_refused(seconds: int) -> None:
    headers = signed_headers(SECRET, "msg_1", NOW + timedelta(seconds=seconds), BODY)
    assert _rejected(headers, BODY) == "notice.stale"


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_or_empty_header_is_refused(missing: str) -> None:
    headers = signed_headers(SECRET, "msg_1", NOW, BODY)
    assert _rejected({name: value for name, value in headers.items() if name != missing}, BODY) == "notice.unsigned"
    assert _rejected(headers | {missing: ""}, BODY) == "notice.unsigned"


def test_a_notice_signed_with_another_key_is_refused() -> None:
    assert _rejected(signed_headers("a guess", "msg_1", NOW, BODY), BODY) == "notice.forged"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("webhook-id", "msg_2"),
        ("webhook-timestamp", str(int(NOW.timestamp()) + 1)),
        ("webhook-signature", "v2,abc"),
        ("webhook-signature", "v1,ลายเซ็น"),
    ],
)
def test_a_changed_header_is_refused(header: str, value: str) -> None:
    assert _rejected(signed_headers(SECRET, "msg_1", NOW, BODY) | {header: value}, BODY) == "notice.forged"


@given(place=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_a_single_changed_bit_of_the_body_is_refused(place: int, bit: int) -> None:
    changed = bytearray(BODY)
    changed[place] ^= 1 << bit
    assert _rejected(signed_headers(SECRET, "msg_1", NOW, BODY), bytes(changed)) == "notice.forged"


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text(max_size=40)))
def test_headers_of_any_kind_are_refused_and_never_break_the_check(headers: dict[str, str]) -> None:
    assert _rejected(headers, BODY) in {"notice.unsigned", "notice.forged"}


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!"])
def test_an_empty_or_damaged_secret_is_refused_at_once(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        key_of(secret)


def _rejected(headers: dict[str, str], body: bytes) -> str:
    with pytest.raises(NoticeRejected) as refused:
        verify(SECRET, headers, body, NOW)
    return refused.value.code
