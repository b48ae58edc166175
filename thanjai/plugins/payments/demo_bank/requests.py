"""What arrives in forms and JSON, made into an order. Everything wrong becomes a Refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.plugins.payments.demo_bank.paying import Order, Way

_BAHT: Final = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,2}))?", re.ASCII)
_MOST_DELAY_DIGITS: Final = 8


class ApiPayment(BaseModel):
    """The JSON that `POST /api/payments` takes. `satang` is needed only to differ from the code."""

    model_config = ConfigDict(extra="forbid")

    payload: str
    satang: Annotated[int, Field(strict=True)] | None = None
    way: Way = Way.NORMAL
    delay_seconds: Annotated[int, Field(strict=True, ge=0, lt=10**_MOST_DELAY_DIGITS)] = 0
    request_key: Annotated[str, Field(min_length=1, max_length=100)] | None = None


def order_from_json(body: bytes) -> Order:
    """The order in a JSON body. Raises Refusal, which names the member at fault."""
    try:
        asked = ApiPayment.model_validate_json(body)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise Refusal(
            "demo_bank.request",
            Text(th=f"คำขอไม่ถูกต้อง: {where} {problem['msg']}", en=f"Bad request: {where} {problem['msg']}"),
            field=where or None,
        ) from error
    # The door to the API is apart from that of the forms, so that their keys never meet.
    key = f"api:{asked.request_key}" if asked.request_key else None
    return Order(asked.payload, asked.satang, asked.way, timedelta(seconds=asked.delay_seconds), key)


def order_from_form(form: Mapping[str, str]) -> Order:
    """The order in a posted form. Raises Refusal."""
    way = form.get("way", "")
    if way not in {*Way}:
        raise Refusal(
            "demo_bank.way",
            Text(th="เลือกวิธีจ่ายจากปุ่มในหน้า", en="Choose a way to pay with a button on the page"),
        )
    satang = _satang(form["baht"]) if "baht" in form else None
    delay = timedelta(seconds=_seconds(form.get("delay_seconds", ""))) if way == Way.LATE else timedelta()
    # A double click posts the same form twice; another button of the same page is another wish.
    nonce = form.get("nonce", "")[:40]
    key = f"form:{nonce}:{way}:{satang}" if nonce else None
    return Order(form.get("payload", ""), satang, Way(way), delay, key)


def day_asked(text: str | None, now: datetime) -> date:
    """The day in `?date=`, today in Bangkok when it is not given. Raises Refusal."""
    if not text:
        return bangkok_day(now)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if 2000 <= day.year < 2200:
        return day
    raise Refusal(
        "demo_bank.day",
        Text(
            th="ใส่วันที่แบบ ปี ค.ศ.-เดือน-วัน เช่น 2026-03-03",
            en="Enter a day as year-month-day, such as 2026-03-03",
        ),
        field="date",
    )


def _satang(text: str) -> int:
    """Whole satang from baht as people type them; 0 for what is no amount, which paying refuses."""
    match = _BAHT.fullmatch(text.strip().replace(",", ""))
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else 0


def _seconds(text: str) -> int:
    """Seconds as typed; below nothing for what is no number, which paying refuses."""
    number = text.strip()
    good = number.isascii() and number.isdigit() and len(number) <= _MOST_DELAY_DIGITS
    return int(number) if good else -1
