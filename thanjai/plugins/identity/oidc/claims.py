"""What a provider says of a person, in our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error

from thanjai.domain.identity import national_id
from thanjai.domain.refusals import Refusal


class BadAnswer(OAuth2Error):  # type: ignore[misc]
    """What the provider sent cannot be believed. The reason is for our logs and holds no personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Claims:
    """Who somebody is at the provider (`subject`), and who they are: the national number and the name."""

    subject: str
    national_id: str
    name: str
    name_en: str


def read(id_token: Mapping[str, Any] | None, userinfo: Mapping[str, Any], claim: Mapping[str, str]) -> Claims:
    """Put both answers together; `claim` says under which name the provider sends what.

    Raises BadAnswer when they are about two people, or when the number is missing or none.
    """
    if id_token is not None and _text(userinfo, "sub") != _text(id_token, "sub"):
        raise BadAnswer("userinfo is about another subject than the ID token")
    told = [userinfo] if id_token is None else [userinfo, id_token]
    numbers = {number for one in told if (number := _text(one, claim["national_id"]))}
    if len(numbers) != 1:
        raise BadAnswer("two different national numbers" if numbers else "no national number")
    try:
        number = national_id(numbers.pop())
    except Refusal as refusal:
        raise BadAnswer(refusal.code) from None
    subject = _text(userinfo, "sub")
    if not subject:
        raise BadAnswer("no subject")
    parts = [_first(told, claim[part]) for part in ("given_name", "family_name")]
    return Claims(
        subject, number, " ".join(filter(None, parts)) or _first(told, claim["name"]), _first(told, claim["name_en"])
    )


def _first(told: list[Mapping[str, Any]], name: str) -> str:
    return next((text for one in told if (text := _text(one, name))), "")


def _text(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name) if name else None
    return " ".join(value.split()) if isinstance(value, str) else ""
