"""How what people said lies in the database: the personal parts sealed under the case's data key, the rest open.

Rows made before there were data keys lie open as they are, and are read the same way: what is there is taken, what
is sealed is opened, what is neither is empty.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from thanjai.domain.case import private
from thanjai.domain.case.private import Tree
from thanjai.kernel.datakeys import opened, sealed


class Actor(NamedTuple):
    """An applicant who did something: by account and name, and for whom, where it was for somebody else."""

    id: UUID | None
    name: str
    under: Mapping[str, Any] | None = None


NOBODY = Actor(None, "")


def parted(data_key: str, place: str, whole: Mapping[str, Any], tree: Tree) -> tuple[dict[str, Any], bytes]:
    """What lies open, and the rest sealed."""
    if not data_key:
        return dict(whole), b""
    plain, secret = private.split(whole, tree)
    return plain, sealed(data_key, place, secret) if secret else b""


def joined(
    data_key: str, place: str, plain: Mapping[str, Any], kept: bytes | memoryview[int], tree: Tree
) -> dict[str, Any]:
    """The whole again; without its personal parts where the key is gone."""
    return private.joined(plain, opened(data_key, place, kept) if data_key and kept else {}, tree)


def parted_event(
    data_key: str, place: str, type: str, whole: Mapping[str, Any], by: Actor
) -> tuple[dict[str, Any], bytes]:
    """An event's payload in two parts. `by` is an applicant, who is part of what is sealed; NOBODY for all others."""
    if not data_key:
        return dict(whole), b""
    plain, secret = private.split(whole, private.of_event(type))
    if not secret and by == NOBODY:
        return plain, b""
    return plain, sealed(data_key, place, [secret, str(by.id or ""), by.name, by.under])


def opened_event(data_key: str, place: str, kept: bytes | memoryview[int]) -> tuple[dict[str, Any], Actor]:
    """What was sealed of an event: the personal parts of its payload, and the applicant who did it."""
    if not data_key or not kept:
        return {}, NOBODY
    secret, id, name, *under = opened(data_key, place, kept)
    return secret, Actor(UUID(id) if id else None, name, *under)


def joined_event(
    data_key: str, place: str, type: str, plain: Mapping[str, Any], kept: bytes | memoryview[int]
) -> dict[str, Any]:
    return private.joined(plain, opened_event(data_key, place, kept)[0], private.of_event(type))


def page_sealed(data_key: str, draft: UUID, page: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A page's answers as an entry of a draft's."""
    if not data_key:
        return dict(values)
    return {page: base64.b64encode(sealed(data_key, f"{draft}/answers/{page}", dict(values))).decode()}


def pages_opened(data_key: str, draft: UUID, kept: Mapping[str, Any]) -> dict[str, Any]:
    """All answers of a draft. The entry without a page, which the draft began with, is overwritten by the others."""
    if not data_key:
        return dict(kept)
    found: dict[str, Any] = {}
    for page in sorted(kept):
        found |= opened(data_key, f"{draft}/answers/{page}", base64.b64decode(kept[page]))
    return found


def of_line(case: UUID, register: str) -> str:
    """The place of a register's line."""
    return f"{case}/register/{register}"


def line_sealed(data_key: str, place: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A line of a register: all of it is about somebody."""
    return ({}, sealed(data_key, place, dict(values))) if data_key else (dict(values), b"")


def line_opened(data_key: str, place: str, plain: Mapping[str, Any], kept: bytes | memoryview[int]) -> dict[str, Any]:
    return dict(opened(data_key, place, kept)) if data_key and kept else dict(plain)


def of_event(case: UUID, seq: int) -> str:
    """The place of an event's sealed part."""
    return f"{case}/event/{seq}"
