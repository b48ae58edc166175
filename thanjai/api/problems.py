"""What programs are told when something does not go: RFC 9457, in the language they ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Language, Text

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:thanjai:problem:"
"""Before the code: a name for the kind of problem, not an address."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the input. `field` is the parameter, or the part of the body."""

    field: str
    code: str
    detail: Text


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable and for programs; that of our Refusal, where it is one."""

    status: int
    code: str
    detail: Text
    faults: Sequence[Fault] = ()


TITLES: Final[Mapping[int, Text]] = {
    400: Text(th="อ่านคำร้องขอไม่ได้", en="The request cannot be read"),
    403: Text(th="ไม่อนุญาต", en="Not allowed"),
    404: Text(th="ไม่พบ", en="Not found"),
    405: Text(th="ใช้วิธีนี้ไม่ได้", en="Not with this method"),
    413: Text(th="ใหญ่เกินไป", en="Too large"),
    415: Text(th="ไม่ใช่ JSON", en="Not JSON"),
    422: Text(th="ข้อมูลที่ส่งมาใช้ไม่ได้", en="The input cannot be used"),
    429: Text(th="ลองบ่อยเกินไป", en="Too many tries"),
    500: Text(th="ระบบขัดข้อง", en="A fault of ours"),
}
ANSWERS: Final[Mapping[int, Problem]] = {
    one.status: one
    for one in (
        Problem(
            400, "unreadable",
            Text(th="ตรวจว่าเนื้อหาเป็น JSON ที่ถูกต้อง และที่อยู่ไม่มีอักขระแปลกปลอม",
                 en="Check that the body is valid JSON, and that the address has no stray characters and names this host."),
        ),
        Problem(
            404, "no_such_address",
            Text(th="ไม่มีที่อยู่นี้ ดูรายการใน openapi.json", en="There is no such address. See openapi.json for the list."),
        ),
        Problem(
            405, "wrong_method",
            Text(th="ที่อยู่นี้รับเฉพาะวิธีที่ระบุในส่วนหัว Allow", en="This address takes only the methods in the header Allow."),
        ),
        Problem(413, "too_large", Text(th="เนื้อหาใหญ่เกิน 10 kB", en="The body is larger than 10 kB.")),
        Problem(
            415, "wrong_type",
            Text(th="ส่งเนื้อหาเป็น JSON ด้วยส่วนหัว Content-Type: application/json",
                 en="Send the body as JSON, with the header Content-Type: application/json."),
        ),
        Problem(
            429, "too_many",
            Text(th="ลองบ่อยเกินไปจากเครือข่ายนี้ รอตามจำนวนวินาทีในส่วนหัว Retry-After",
                 en="Too many tries from this network. Wait as many seconds as the header Retry-After says."),
        ),
        Problem(
            500, "fault",
            Text(th="ระบบขัดข้อง ลองอีกครั้งภายหลัง หากยังเป็นอยู่ให้แจ้งเลขในส่วนหัว X-Request-ID",
                 en="Something broke here. Try again later; if it stays, tell us the number in the header X-Request-ID."),
        ),
    )
}  # fmt: skip
_INVALID: Final = Text(th="แก้ไขตามที่ระบุใน faults แล้วส่งอีกครั้ง", en="Mend what is listed in faults, and send it again.")


def of_status(status: int) -> Problem:
    """What to say of an answer that was given before anything of the API was asked."""
    found = ANSWERS.get(status) or ANSWERS[500 if status >= 500 else 400]
    return Problem(status, found.code, found.detail)


def _known(status: int) -> int:
    """The status itself, or the one that stands for its kind."""
    return status if status in TITLES else 500 if status >= 500 else 400


def of_faults(faults: Sequence[Fault]) -> Problem:
    return Problem(422, "invalid", _INVALID, faults)


def of_refusal(refusal: Refusal) -> Problem:
    """What is not there is 404; what is asked for wrongly is 422, with the field at fault where there is one."""
    if refusal.code.startswith("no_such_"):
        return Problem(404, refusal.code, refusal.message)
    if refusal.code == "not_allowed":
        return Problem(403, refusal.code, refusal.message)
    faults = (Fault(refusal.field, refusal.code, refusal.message),) if refusal.field else ()
    return Problem(422, refusal.code, refusal.message, faults)


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as a response. It is kept by no cache."""
    language = language_of(request)
    said: dict[str, Any] = {
        "type": TYPE + problem.code,
        "title": TITLES[_known(problem.status)].in_language(language),
        "status": problem.status,
        "detail": problem.detail.in_language(language),
        "code": problem.code,
    }
    if problem.faults:
        said["field"] = problem.faults[0].field
        said["faults"] = [
            {"field": one.field, "code": one.code, "detail": one.detail.in_language(language)}
            for one in problem.faults
        ]  # fmt: skip
    response = HttpResponse(json.dumps(said, ensure_ascii=False), content_type=MEDIA_TYPE, status=problem.status)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept-Language"
    return response


def language_of(request: HttpRequest) -> Language:
    """The first language of ours in Accept-Language; Thai where there is none."""
    for wanted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200].lower()):
        if wanted == "en" or wanted.startswith("en-"):
            return "en"
        if wanted == "th" or wanted.startswith("th-") or wanted == "*":
            return "th"
    return "th"
