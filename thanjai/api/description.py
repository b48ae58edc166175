"""The API described by itself: OpenAPI 3.1, from the operations, with what they all have in common."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thanjai.api.api import api
from thanjai.api.problems import ANSWERS, MEDIA_TYPE, TITLES, TYPE, Problem

Schema = dict[str, Any]
_ABOUT: Final = """What the pages of this installation show in public, as data: agencies and their calendars, \
services with their citizen manuals and forms, the check of a document, where a case stands.

Nothing can be changed through it, and there is nothing to sign in to: a case is followed by whoever has its number \
and its access code, as on the pages, and tries are counted together with those on the pages. Texts are in Thai and \
English, money in satang, moments in UTC, days those of Bangkok. What is read may be kept for a minute and asked for \
again by its ETag. Lists go on with `after`. Parameters that an address does not have are refused.

Faults are told as RFC 9457 says, in the language of Accept-Language (th or en); programs go by `code`."""
_TAGS: Final = {
    "agencies": "Who offers services, where, and when it is open.",
    "services": "What can be applied for, and all one needs to know before.",
    "documents": "Whether a document is genuine and in force.",
    "cases": "Where a request stands.",
}
_HEADERS: Final[Schema] = {
    "ETag": {"description": "A mark of this content, for If-None-Match.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}},
    "Allow": {"description": "The methods that this address takes.", "schema": {"type": "string"}},
}
_LANGUAGE: Final[Schema] = {
    "in": "header", "name": "Accept-Language", "required": False, "schema": {"type": "string"}, "examples": {"english": {"value": "en"}},
    "description": "In which language faults are told: th or en. Thai, when it is left out.",
}  # fmt: skip
_MARK: Final[Schema] = {
    "in": "header", "name": "If-None-Match", "required": False, "schema": {"type": "string"},
    "description": "The ETag of what you have: 304 says that it is still so.",
}  # fmt: skip
_FAULT: Final[Schema] = {
    "type": "object",
    "description": "One thing that is wrong with the input.",
    "properties": {
        "field": {"type": "string", "description": "The parameter, or the part of the body."},
        "code": {"type": "string", "description": "Stable, for programs."},
        "detail": {"type": "string", "description": "What to do, in the language asked for."},
    },
    "required": ["field", "code", "detail"],
}
_PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "Why not (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": f"`{TYPE}` and the code: a name, not an address."},
        "title": {"type": "string", "description": "What kind of fault, in the language asked for."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What to do, in the language asked for."},
        "code": {"type": "string", "description": "Stable, for programs."},
        "field": {"type": "string", "description": "The first part of the input at fault, where there is one."},
        "faults": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}, "description": "All that is wrong."},
    },
    "required": ["type", "title", "status", "detail", "code"],
}  # fmt: skip
_INVALID: Final[Schema] = {
    "type": f"{TYPE}invalid", "title": "The input cannot be used", "status": 422,
    "detail": "Mend what is listed in faults, and send it again.", "code": "invalid", "field": "limit",
    "faults": [{"field": "limit", "code": "less_than_equal", "detail": "This must be 100 or less."}],
}  # fmt: skip
_FOR_ALL: Final = (400, 405, 422, 500)
_FOR_POST: Final = (413, 415, 429)
_NOT_FOUND: Final = {
    "get_agency": "no_such_agency", "get_agency_calendar": "no_such_agency", "get_manual": "no_such_service",
    "track_case": "no_such_case", "list_agency_papers": "no_such_agency", "describe_agency_papers": "no_such_agency",
}  # fmt: skip


def describe(request: HttpRequest) -> HttpResponse:
    """The description, for programs and the makers of clients."""
    return HttpResponse(_written(), content_type="application/json; charset=utf-8")


@cache
def _written() -> bytes:
    return json.dumps(description(), ensure_ascii=False).encode()


def description() -> Schema:
    """The whole document."""
    prefix = settings.API_PATH + "v1/"
    schema: Schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix=prefix)))
    schema["info"] |= {"description": _ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    schema["servers"] = [{"url": settings.BASE_URL, "description": "This installation."}]
    schema["tags"] = [{"name": name, "description": words} for name, words in _TAGS.items()]
    schema["security"] = []
    schema["components"]["schemas"] |= {"Problem": _PROBLEM, "Fault": _FAULT}
    schema["components"]["headers"] = _HEADERS
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            _complete(operation, method)
    return schema


def _complete(operation: Schema, method: str) -> None:
    """Add what all operations have in common."""
    is_get = method == "get"
    operation["parameters"] += [_LANGUAGE, *([_MARK] if is_get else [])]
    answers = operation["responses"]
    answers["200"]["description"] = operation["summary"]
    if is_get:
        answers["200"]["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
        answers["304"] = {"description": "It is still as you have it."}
    for status in (*_FOR_ALL, *(() if is_get else _FOR_POST)):
        answers[str(status)] = _answer(ANSWERS.get(status))
    code = _NOT_FOUND.get(operation["operationId"])
    answers["404"] = _answer(ANSWERS[404], code)
    operation["responses"] = dict(sorted(answers.items()))


def _answer(problem: Problem | None, code: str | None = None) -> Schema:
    """An answer that tells a problem, with an example; None stands for faults of the input."""
    example = _INVALID
    if problem is not None:
        told = code or problem.code
        detail = "What is asked for is not there." if code else problem.detail.en
        example = {
            "type": TYPE + told, "title": TITLES[problem.status].en, "status": problem.status, "detail": detail,
            "code": told,
        }  # fmt: skip
    answer: Schema = {
        "description": example["title"],
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {"english": {"value": example}},
            }
        },
    }
    if problem is not None and problem.status in (405, 429):
        name = "Allow" if problem.status == 405 else "Retry-After"
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"}}
    return answer
