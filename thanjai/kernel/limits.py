"""How often something may be tried, and how much of it at once: one table for all, counted by all processes together.

A view says which limit it has with `limited`. What costs more than the usual counts for more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Lock
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import HttpRequest

from thanjai.kernel import tallies

View = TypeVar("View", bound=Callable[..., Any])
Cost = Callable[[HttpRequest], int]
MINUTES: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """`times` tries at once, and as many again spread over `within`. `by`: whose tries are counted together."""

    name: str
    times: int
    within: timedelta
    why: str
    by: str = "address"
    at_once: int = 0
    """How many requests of one address each process works on together; 0 for any number."""


TRACK: Final = Limit("track", 20, 10 * MINUTES, "guessing the access codes of cases")
VERIFY: Final = Limit(
    "verify", 60, 10 * MINUTES, "reading off numbers of documents; checking a file's signature takes time", at_once=1
)
FILE_WEIGHS: Final = 6
"""A file to verify counts as so many numbers."""
DOCUMENT: Final = Limit("document", 300, 10 * MINUTES, "guessing the check codes of documents")
LETTERS: Final = Limit("letters", 5, HOUR, "filling strangers' mailboxes")
RENEWAL_LETTERS: Final = Limit("renewal-letters", 3, 24 * HOUR, "filling one holder's mailbox from many places", "page")
START: Final = Limit("start", 120, 10 * MINUTES, "filling the database with requests that nobody will finish")
START_AGENCY: Final = Limit("start-agency", 3_000, 10 * MINUTES, "one agency's rush holding up all others", "agency")
UPLOAD: Final = Limit("upload", 200, 10 * MINUTES, "filling the disk; each file is scanned and written anew", at_once=3)
OWN_DATA: Final = Limit("own-data", 10, HOUR, "packing a whole account takes time", at_once=1)
REGISTER: Final = Limit(
    "register", 120, 10 * MINUTES, "copying the register by searching it; its files are there for that"
)
OPEN_DATA: Final = Limit("open-data", 30, 10 * MINUTES, "writing whole registers again and again", at_once=1)
OPEN_DATA_PIECES: Final = Limit(
    "open-data-pieces", 300, 10 * MINUTES, "writing pieces of registers so fast that others wait", at_once=1
)
NOTICE: Final = Limit("notice", 3_000, 10 * MINUTES, "wearing out the check of signatures")
WALLET: Final = Limit("wallet", 30, HOUR, "wearing out an agency's key: each credential is signed anew", at_once=1)
STATUSES: Final = Limit("statuses", 600, 10 * MINUTES, "having lists of statuses made and signed again and again")
GATEWAY: Final = Limit("gateway", 30, 10 * MINUTES, "having the payment gateway called again and again")
TRY: Final = Limit(
    "try", 300, 10 * MINUTES, "guessing the secrets of links to try a service, and filling trials without end"
)
COMMENT: Final = Limit("comment", 20, 10 * MINUTES, "burying the comments of those who try a service")
OPINION: Final = Limit(
    "opinion", 30, 10 * MINUTES, "outvoting everybody else about a page, and burying offices in words"
)
CALL: Final = Limit("call", 30, 10 * MINUTES, "holding all times in which an agency calls back, and filling mailboxes")
LOG: Final = Limit("log", 1_200, 10 * MINUTES, "reading the log of documents faster than others can be served")
SHOWN: Final = Limit(
    "shown", 300, 10 * MINUTES, "having manuals and pictures drawn, and long lists written, again and again", at_once=2
)

ALL: Final = (
    TRACK,
    VERIFY,
    DOCUMENT,
    LETTERS,
    RENEWAL_LETTERS,
    START,
    START_AGENCY,
    UPLOAD,
    OWN_DATA,
    REGISTER,
    OPEN_DATA,
    OPEN_DATA_PIECES,
    NOTICE,
    WALLET,
    STATUSES,
    GATEWAY,
    TRY,
    COMMENT,
    OPINION,
    CALL,
    LOG,
    SHOWN,
)


@dataclass(frozen=True, slots=True)
class Applied:
    """A limit on a view. `cost`: what a request counts for, 0 for nothing; `told`: the view itself says to wait."""

    limit: Limit
    cost: Cost
    told: bool


def _one(request: HttpRequest) -> int:
    return 1


def posting(request: HttpRequest) -> int:
    """For a limit on sending a form, not on looking at it."""
    return int(request.method == "POST")


def limited(limit: Limit, cost: Cost = _one, *, told: bool = False) -> Callable[[View], View]:
    """Put a limit on a view. With `told` the view is called all the same and asks `wait_of`."""

    def mark(view: View) -> View:
        view.limits = (*getattr(view, "limits", ()), Applied(limit, cost, told))  # type: ignore[attr-defined]
        return view

    return mark


def wait_of(request: HttpRequest) -> int:
    """Seconds that whoever asks should wait; 0 for whoever keeps to the limits."""
    return int(getattr(request, "wait", 0))


def judge(request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> list[tuple[Applied, int]]:
    """Count a request against the limits of its view: each with 0, or the seconds to wait."""
    found = [(one, cost) for one in getattr(view, "limits", ()) if (cost := one.cost(request))]
    # A measurement comes from one address; it pays for the counting, and is not held up by it.
    scale = 1_000_000 if settings.BENCH else 1
    waits = tallies.take(
        [
            tallies.Try(
                f"{of.limit.name}|{_whose(request, of.limit, kwargs)}", of.limit.times * scale, of.limit.within, n
            )
            for of, n in found
        ]
    )
    return [(one, wait) for (one, _), wait in zip(found, waits, strict=True)]


def _whose(request: HttpRequest, limit: Limit, kwargs: dict[str, Any]) -> str:
    if limit.by == "agency":
        return str(kwargs["slug"])
    return request.path.removeprefix("/en") if limit.by == "page" else client_network(request)


class Rooms:
    """Who is being worked for in this process, so that one address cannot take all of its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside: Counter[str] = Counter()

    def enter(self, key: str, most: int) -> bool:
        with self._lock:
            if self._inside[key] >= most:
                return False
            self._inside[key] += 1
            return True

    def leave(self, key: str) -> None:
        with self._lock:
            self._inside[key] -= 1
            if not self._inside[key]:
                del self._inside[key]


rooms: Final = Rooms()


def client_network(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address, or the /64 that one customer of an IPv6 provider is given."""
    address = client_address(request)
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        return str(inner) if inner else str(IPv6Network((int(address) >> 64 << 64, 64)))
    return str(address or "")


def client_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The last one that is not a proxy of ours: what stands before it in X-Forwarded-For anybody could have written."""
    hops = [request.META.get("REMOTE_ADDR", "")]
    if settings.THANJAI_PROXIES:
        hops = [*request.headers.get("X-Forwarded-For", "").split(","), *hops]
    found = None
    for hop in reversed(hops):
        try:
            found = ip_address(hop.strip())
        except ValueError:
            return found
        if not _is_proxy(found):
            return found
    return found


def came_by_proxy(request: HttpRequest) -> bool:
    """Whether a proxy of ours handed the request on, so that what it says of it can be believed."""
    try:
        return _is_proxy(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return False


def _is_proxy(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in _proxies(tuple(settings.THANJAI_PROXIES)))


@lru_cache(maxsize=4)
def _proxies(networks: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one, strict=False) for one in networks)
