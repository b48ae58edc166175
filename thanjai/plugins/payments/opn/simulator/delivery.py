"""Tells of events until they are taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from thanjai.plugins.payments.opn import signatures
from thanjai.plugins.payments.opn.simulator.configuration import Configuration
from thanjai.plugins.payments.opn.simulator.store import Store, Webhook
from thanjai.plugins.payments.simulating.delivery import Delivery


class Webhooks(Delivery[Webhook]):
    """The sender of webhooks."""

    def __init__(self, store: Store, configuration: Configuration, now: Callable[[], datetime]) -> None:
        super().__init__(store, configuration.webhook_url, now)
        self._store, self._configuration = store, configuration

    def written(self, one: Webhook, at: datetime) -> tuple[bytes, dict[str, str]]:
        """The event, signed."""
        body = json.dumps(one.event).encode()
        headers = signatures.signed_headers(self._configuration.webhook_secret, at, body)
        return body, headers | {"content-type": "application/json", "user-agent": "Thanjai-Gateway-Simulator"}

    def answered(self, one: Webhook, answer: str, at: datetime, *, is_taken: bool) -> None:
        """Write what came back."""
        again = None if is_taken else at + timedelta(seconds=self._configuration.pause(one.attempts))
        self._store.tried(one.event["id"], answer, again)
