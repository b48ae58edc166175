"""Who may act for somebody else: how far a mandate reaches, who may give which, and who must agree.

A mandate is given by a party (a company or a person) to holders. One that was given out of another never reaches
further, and ends with it at the latest.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

MOST_HOLDERS: Final = 20
LONGEST: Final = timedelta(days=3653)
"""Ten years: a mandate that nobody looks at again must end some day."""


class Basis(StrEnum):
    """What a mandate rests on."""

    ONLINE = "online"
    """Offered by one side and accepted by the other, both signed in."""
    PAPER = "paper"
    """A written authority, checked by an officer."""
    REGISTRY = "registry"
    """A certificate of registration that names who signs for the company, checked by an officer."""


@dataclass(frozen=True)
class Reach:
    """How far a mandate goes. No services: all of them; no agencies: at every one."""

    until: datetime
    services: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()

    def covers(self, service: str, agency: str, at: datetime) -> bool:
        """Whether this service of this agency is within reach at a moment; not at the very end any more."""
        return at < self.until and _within({service}, self.services) and _within({agency}, self.agencies)

    def lies_within(self, other: Reach) -> bool:
        """Whether nothing is in reach here that is not in reach there."""
        return (
            self.until <= other.until
            and _narrows(self.services, other.services)
            and _narrows(self.agencies, other.agencies)
        )


def _within(wanted: Collection[str], allowed: frozenset[str]) -> bool:
    return not allowed or allowed.issuperset(wanted)


def _narrows(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """No list means all, which only another without a list can hold."""
    return not theirs or (bool(mine) and mine <= theirs)


@dataclass(frozen=True)
class Mandate:
    """A right to act for a party. `needed` of its `holders` act together; one alone when it is 1."""

    reach: Reach
    holders: frozenset[str]
    accepted: frozenset[str] = frozenset()
    needed: int = 1
    may_grant: bool = False
    ended: bool = False

    @property
    def is_joint(self) -> bool:
        return self.needed > 1

    def is_in_force(self, at: datetime) -> bool:
        """Enough of its holders have accepted, nobody has ended it, and its time is not over."""
        return not self.ended and len(self.accepted & self.holders) >= self.needed and at < self.reach.until

    def allows(self, holder: str, service: str, agency: str, at: datetime) -> bool:
        """Whether a holder may work on requests for this service of this agency."""
        return holder in self.accepted and self.is_in_force(at) and self.reach.covers(service, agency, at)

    def lacking(self, agreed: Collection[str]) -> int:
        """How many more of the holders must agree before something counts as done by the party."""
        return max(0, self.needed - len(self.accepted.intersection(agreed)))


@dataclass(frozen=True)
class Wanted:
    """A mandate that somebody wants to give."""

    reach: Reach
    holders: tuple[str, ...]
    needed: int = 1
    may_grant: bool = False
    known_services: frozenset[str] = field(default_factory=frozenset)
    """Services that exist; a list may name no other."""


def check_offer(wanted: Wanted, at: datetime, source: Mandate | None, giver: str) -> None:
    """Raise Refusal unless `giver` may give this mandate out of `source`; of one's own right, out of None."""
    _check_shape(wanted, at)
    if source is None:
        return
    if giver not in source.accepted or not source.is_in_force(at):
        raise Refusal(
            "mandate_over",
            Text(
                th="สิทธิทำการแทนของท่านสิ้นสุดแล้ว จึงมอบต่อไม่ได้",
                en="Your own mandate is not in force, so you cannot give one. Ask the company for a new one.",
            ),
        )
    if not source.may_grant:
        raise Refusal(
            "may_not_grant",
            Text(
                th="ท่านทำการแทนได้ แต่มอบอำนาจต่อไม่ได้ ให้ผู้มีอำนาจของนิติบุคคลเป็นผู้มอบ",
                en="You may act but not pass the right on. Somebody who may give mandates must do this.",
            ),
        )
    if source.is_joint:
        raise Refusal(
            "joint_cannot_grant",
            Text(
                th="ท่านมีอำนาจร่วมกับผู้อื่น จึงมอบอำนาจคนเดียวทางออนไลน์ไม่ได้ ให้ลงนามร่วมกันในหนังสือมอบอำนาจแล้วนำไปให้หน่วยงานตรวจ",
                en="You act jointly, so you cannot give a mandate alone. Sign it together on paper and let an agency check it.",
            ),
        )
    _check_within(wanted.reach, source.reach)


def _check_shape(wanted: Wanted, at: datetime) -> None:
    if not wanted.holders:
        raise Refusal(
            "holder_needed",
            Text(th="ระบุผู้รับมอบอำนาจอย่างน้อยหนึ่งคน", en="Name at least one person who is to act."),
            field="holders",
        )
    if len(set(wanted.holders)) != len(wanted.holders):
        raise Refusal(
            "holder_twice", Text(th="ระบุผู้รับมอบอำนาจซ้ำกัน", en="The same person is named twice."), field="holders"
        )
    if len(wanted.holders) > MOST_HOLDERS:
        raise Refusal(
            "too_many_holders",
            Text(th=f"ระบุได้ไม่เกิน {MOST_HOLDERS} คน", en=f"At most {MOST_HOLDERS} people can be named."),
            field="holders",
        )
    if not 1 <= wanted.needed <= len(wanted.holders):
        raise Refusal(
            "needed",
            Text(
                th=f"จำนวนผู้ที่ต้องเห็นชอบร่วมกันต้องอยู่ระหว่าง 1 ถึง {len(wanted.holders)}",
                en=f"How many act together must be 1 to {len(wanted.holders)}.",
            ),
            field="needed",
        )
    if not at < wanted.reach.until <= at + LONGEST:
        raise Refusal(
            "until",
            Text(
                th="วันสิ้นสุดต้องเป็นวันนี้หรือหลังจากนี้ และไม่เกิน 10 ปี",
                en="The last day must be today or later, and within 10 years.",
            ),
            field="until.day",
        )
    if wanted.known_services and not wanted.reach.services <= wanted.known_services:
        raise Refusal(
            "no_such_service", Text(th="เลือกบริการจากรายการ", en="Choose services from the list."), field="services"
        )


def _check_within(wanted: Reach, source: Reach) -> None:
    """Nobody gives more than they have."""
    if not _narrows(wanted.services, source.services):
        raise Refusal(
            "more_services",
            Text(
                th="ท่านมอบได้เฉพาะบริการที่ท่านทำการแทนได้เอง เลือกบริการจากรายการ",
                en="You can pass on only services that you may act in yourself. Choose them from the list.",
            ),
            field="services",
        )
    if not _narrows(wanted.agencies, source.agencies):
        raise Refusal(
            "more_agencies",
            Text(
                th="ท่านมอบได้เฉพาะที่หน่วยงานซึ่งท่านทำการแทนได้เอง",
                en="You can pass the right on only at agencies where you have it yourself.",
            ),
            field="agencies",
        )
    if wanted.until > source.until:
        raise Refusal(
            "longer",
            Text(th="มอบได้ไม่เกินวันที่สิทธิของท่านสิ้นสุด", en="It cannot last longer than your own mandate."),
            field="until.day",
        )
