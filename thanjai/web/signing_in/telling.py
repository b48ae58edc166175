"""What the log says of signing in: who and how, by ids; of those who failed only how, and from which network."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.mfa import signals as keys
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from thanjai.kernel.limits import client_network

log = structlog.get_logger("thanjai.sign_in")


def signed_in(request: HttpRequest, person: Any, entrance: Any) -> None:
    log.info(
        "signed in", person=str(person.pk), method=entrance.method, assurance=str(entrance.assurance),
        two_factors=entrance.two_factors, network=client_network(request),
    )  # fmt: skip


def failed(request: HttpRequest, method: str) -> None:
    log.warning("sign-in failed", method=method, network=client_network(request))


@receiver(user_logged_out)
def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        log.info("signed out", person=str(user.pk))


@receiver(keys.authentication_failed)
def _second_failed(request: HttpRequest, user: Any, authenticator: Any = None, **_: Any) -> None:
    log.warning(
        "sign-in failed", method=str(getattr(authenticator, "type", "second")), person=str(user.pk),
        network=client_network(request),
    )  # fmt: skip


def _key_line(event: str) -> Any:
    def line(user: Any, authenticator: Any = None, **_: Any) -> None:
        log.info(event, person=str(user.pk), kind=str(getattr(authenticator, "type", "")))

    return line


for _signal, _event in (
    (keys.authenticator_added, "key added"),
    (keys.authenticator_removed, "key removed"),
    (keys.authenticator_reset, "key renewed"),
):
    _signal.connect(_key_line(_event), weak=False)
