"""The life of a document: its versions one after another, each standing somewhere, and what may be done with each.

What is done is a command to one version. Only an amendment makes another version: the old one is superseded at the
same moment, and the new one stands as the old one stood. A transfer ends the document: that of the new holder is one of
its own. Superseded and revoked are for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


class Standing(StrEnum):
    """What has been ordered about a version; that it runs out is no order, and is told by its last day."""

    IN_FORCE = ""
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class Command(StrEnum):
    SUSPEND = "suspend"
    LIFT = "lift"
    REVOKE = "revoke"
    AMEND = "amend"
    REPLACE = "replace"
    """A paper lost or damaged is made anew; how the version stands does not change."""
    TRANSFER = "transfer"
    """Another holder's document takes its place (โอน), which is no version of this one."""


AFTER: Final[Mapping[Command, Mapping[Standing, Standing]]] = {
    Command.SUSPEND: {Standing.IN_FORCE: Standing.SUSPENDED},
    Command.LIFT: {Standing.SUSPENDED: Standing.IN_FORCE},
    Command.REVOKE: {Standing.IN_FORCE: Standing.REVOKED, Standing.SUSPENDED: Standing.REVOKED},
    Command.AMEND: {Standing.IN_FORCE: Standing.SUPERSEDED, Standing.SUSPENDED: Standing.SUPERSEDED},
    Command.REPLACE: {Standing.IN_FORCE: Standing.IN_FORCE, Standing.SUSPENDED: Standing.SUSPENDED},
    Command.TRANSFER: {Standing.IN_FORCE: Standing.SUPERSEDED},
}
"""How a version stands after a command, by how it stood; what is not here cannot be done."""

WRONG_STATUS: Final = Text(
    th="สถานะปัจจุบันของเอกสารทำรายการนี้ไม่ได้ เปิดหน้าเอกสารอีกครั้งเพื่อดูสถานะล่าสุด",
    en="The document's present status does not allow this. Open its page again to see how it stands now.",
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document, counted from 1. `replacements` are the papers made in place of one lost or damaged."""

    ordinal: int = 1
    standing: Standing = Standing.IN_FORCE
    replacements: int = 0


Life = tuple[Version, ...]
"""All versions of one document, in order."""


def possible(standing: Standing) -> tuple[Command, ...]:
    """What may be done with a version that stands so."""
    return tuple(command for command, known in AFTER.items() if standing in known)


def after(standing: Standing, command: Command) -> Standing:
    """How a version stands after a command. Raises Refusal wrong_status."""
    if standing not in AFTER[command]:
        raise Refusal("wrong_status", WRONG_STATUS)
    return AFTER[command][standing]


def carry_out(life: Life, ordinal: int, command: Command) -> Life:
    """The document after a command to one of its versions. Raises Refusal, and then nothing has happened."""
    version = next((one for one in life if one.ordinal == ordinal), None)
    if version is None:
        raise Refusal("wrong_status", WRONG_STATUS)
    changed = replace(version, standing=after(version.standing, command))
    if command is Command.REPLACE:
        changed = replace(changed, replacements=version.replacements + 1)
    following = (Version(len(life) + 1, version.standing),) if command is Command.AMEND else ()
    return (*(changed if one is version else one for one in life), *following)
