"""All calls from here to other systems. An address that somebody typed must not lead into our own network.

A host is looked up once, all its addresses must be public, and the connection goes to one of the very addresses that
were checked: a name that answers differently a moment later changes nothing. Each redirect is checked in the same way.
Hosts on private addresses are called only when the installation names them with their ports.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final

import httpx
from django.conf import settings

PORTS: Final = {"https": 443, "http": 80}
MOST_REDIRECTS: Final = 3
MOST_BYTES: Final = 5_000_000
SECONDS: Final = 20.0
"""For the whole call; an answer that trickles in is cut off."""
_PATIENCE: Final = httpx.Timeout(10, connect=5)
_AGENT: Final = "Thanjai"


class Forbidden(httpx.RequestError):
    """The call would go where calls from here must not go; the message says where and why."""


class TooMuch(httpx.RequestError):
    """The answer is larger, slower or otherwise encoded than agreed."""


class Answer:
    """What came back, whole."""

    def __init__(self, status: int, headers: httpx.Headers, content: bytes) -> None:
        self.status, self.headers, self.content = status, headers, content


def call(method: str, url: str, *, most: int = MOST_BYTES, seconds: float = SECONDS, **parts: Any) -> Answer:
    """One call; `parts` are httpx's own: headers, content, json, data, auth. Raises httpx.HTTPError, InvalidURL."""
    until = time.monotonic() + seconds
    with _client() as client, client.stream(method, url, **parts) as response:
        if response.headers.get("content-encoding", "identity") != "identity":
            # Nobody asked for it, and a few bytes could become many.
            raise TooMuch("the answer is compressed, which was not asked for", request=response.request)
        content = bytearray()
        for piece in response.iter_raw():
            content += piece
            if len(content) > most or time.monotonic() > until:
                raise TooMuch(f"more than {most} bytes or {seconds:.0f} s", request=response.request)
        return Answer(response.status_code, response.headers, bytes(content))


@contextmanager
def _client() -> Iterator[httpx.Client]:
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    with httpx.Client(
        transport=Guarded(), headers=headers, timeout=_PATIENCE, follow_redirects=True, max_redirects=MOST_REDIRECTS,
        trust_env=False,
    ) as client:  # fmt: skip
        yield client


class Guarded(httpx.BaseTransport):
    """Checks where each request goes, redirects included, and connects to the address it has checked."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport(trust_env=False, retries=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host, address = checked(request)
        request.headers["Host"] = request.url.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": host}
        whole = request.url
        request.url = request.url.copy_with(host=str(address))
        try:
            return self._inner.handle_request(request)
        finally:
            # Where a redirect leads is worked out from the address that was asked for.
            request.url = whole

    def close(self) -> None:
        self._inner.close()


def checked(request: httpx.Request) -> tuple[str, IPv4Address | IPv6Address]:
    """The host, and an address of it that may be called. Raises Forbidden, and ConnectError when it has none."""
    url = request.url
    host = url.raw_host.decode("ascii").strip("[]")
    port = url.port or PORTS.get(url.scheme, 0)
    if url.scheme not in PORTS or not host:
        raise Forbidden(f"only http and https are called, not {url.scheme}:", request=request)
    if url.userinfo:
        raise Forbidden("a name and password in an address are not sent", request=request)
    is_named = f"{host}:{port}" in settings.THANJAI_PRIVATE_HOSTS
    if port not in PORTS.values() and not is_named:
        raise Forbidden(f"port {port} of {host} is not called; name it in THANJAI_PRIVATE_HOSTS", request=request)
    found = _addresses(host, port, request)
    if not is_named and (inner := [one for one in found if not is_public(one)]):
        raise Forbidden(
            f"{host} has the inner address {inner[0]}; name {host}:{port} in THANJAI_PRIVATE_HOSTS", request=request
        )
    return host, found[0]


def _addresses(host: str, port: int, request: httpx.Request) -> list[IPv4Address | IPv6Address]:
    try:
        told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(f"{host} has no address: {error}", request=request) from error
    return [ip_address(str(one[4][0]).partition("%")[0]) for one in told]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is out in the world, also where it hides an older address within."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or _nat64(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _nat64(address: IPv6Address) -> IPv4Address | None:
    """The older address in 64:ff9b::/96, as providers without the older network write it."""
    return IPv4Address(int(address) & 0xFFFFFFFF) if int(address) >> 32 == 0x0064FF9B << 64 else None
