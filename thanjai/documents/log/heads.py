"""Signed heads: what the log was at a moment. Whoever keeps one can prove that nothing of it was changed later."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Final

import structlog
from django.db import connection, transaction
from django.db.models import Max

from thanjai.documents.log import nodes
from thanjai.documents.models import LogHead, LogLeaf
from thanjai.domain import seal, tree
from thanjai.kernel.clock import now
from thanjai.kernel.signet import LOG, signet
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.verifier.heads import FORMAT

EVERY: Final = timedelta(minutes=5)
"""How often a log that has grown is signed; a proof can be had by then."""
AT_LEAST_EVERY: Final = timedelta(hours=24)
"""A log that does not grow is signed as well, so that silence is not taken for rest."""
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('thanjai heads of the log'))"
log = structlog.get_logger("thanjai.documents.log")


class LogAltered(RuntimeError):
    """The log is not what was signed before: nothing is signed until somebody has looked (`thanjai log check`)."""


def sign() -> LogHead | None:
    """Sign what the log is now; None when it has not grown since the last head and that one is not old.

    Leaves are committed one after another, so all below the highest number that is seen are seen. Raises LogAltered.
    """
    with acting_as(PLATFORM), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        before, size, moment = newest(), size_now(), now()
        if not size or (before and size == before.size and moment - before.at < AT_LEAST_EVERY):
            return None
        if before:
            if size < before.size or tree.root(before.size, nodes.read) != bytes(before.root):
                raise LogAltered(f"head {before.number} was signed for other leaves than there are now")
            if moment <= before.at:
                log.error("the clock is behind the last head of the log; nothing is signed until it has caught up")
                return None
        made = _signed(before.number + 1 if before else 1, size)
        made.save(force_insert=True)
        return made


def _signed(number: int, size: int) -> LogHead:
    moment, key, root = now(), signet(LOG), tree.root(size, nodes.read)
    body = seal.canonical(
        {
            "at": moment.astimezone(UTC).isoformat(),
            "format": FORMAT,
            "key": key.id,
            "number": number,
            "root": root.hex(),
            "size": size,
        }
    )
    return LogHead(
        number=number, size=size, root=root, at=moment, key=key.id, body=body.decode(), signature=key.sign(body)
    )  # fmt: skip


def newest() -> LogHead | None:
    return LogHead.objects.order_by("-number").first()


def numbered(number: int) -> LogHead | None:
    return LogHead.objects.filter(pk=number).first()


def size_now() -> int:
    """How many leaves there are, signed or not."""
    last = LogLeaf.objects.aggregate(last=Max("number"))["last"]
    return 0 if last is None else int(last) + 1


def told(head: LogHead) -> dict[str, str]:
    """As it is handed over."""
    return {"body": head.body, "signature": bytes(head.signature).hex()}
