"""Calls from here go out into the world, and nowhere else."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.kernel import outgoing
from thanjai.kernel.outgoing import Forbidden, TooMuch, call, is_public


class Talker(BaseHTTPRequestHandler):
    """Answers as the path says."""

    def do_GET(self) -> None:
        way, _, rest = self.path[1:].partition("/")
        self.send_response(302 if way == "to" else 200)
        if way == "to":
            self.send_header("Location", rest.replace("_", "/"))
        if way == "packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if way == "much":
            self.wfile.write(b"x" * int(rest))
        elif way == "slow":
            for _ in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        else:
            self.wfile.write(f"{self.headers['Host']}".encode())

    def log_message(self, *words: object) -> None: ...


@pytest.fixture
def server() -> Iterator[int]:
    """A server of our own network; its port."""
    one = ThreadingHTTPServer(("127.0.0.1", 0), Talker)
    threading.Thread(target=one.serve_forever, daemon=True).start()
    yield one.server_port
    one.shutdown()
    one.server_close()


@pytest.fixture(autouse=True)
def _named(settings: Any) -> None:
    settings.THANJAI_PRIVATE_HOSTS = []


@contextmanager
def names(monkeypatch: pytest.MonkeyPatch, answer: Callable[[str], list[str]]) -> Iterator[list[str]]:
    """A name server of our own; the names it was asked for."""
    asked: list[str] = []

    def resolve(host: str, port: int, *more: Any, **named: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer(host)]

    with monkeypatch.context() as patch:
        patch.setattr(outgoing.socket, "getaddrinfo", resolve)
        yield asked


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/", "http://0/", "http://127.1/",
        "http://0x7f000001/", "http://2130706433/", "http://017700000001/", "http://10.0.0.1/", "http://172.16.0.1/",
        "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://[fd00::1]/",
        "http://[fe80::1]/", "http://[fec0::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::a00:1]/",
        "http://[2002:7f00:1::]/", "http://[::]/", "http://224.0.0.1/", "http://255.255.255.255/", "http://192.0.2.1/",
        "https://user:secret@example.com/", "http://example.com:22/", "http://example.com:8080/", "file:///etc/passwd",
        "ftp://example.com/", "gopher://example.com/", "http:///x", "//example.com/",
    ],
)  # fmt: skip
def test_calls_that_would_lead_inside_are_not_made(url: str) -> None:
    with pytest.raises((Forbidden, httpx.UnsupportedProtocol, httpx.LocalProtocolError)):
        call("GET", url)


def test_a_name_with_one_inner_address_among_public_ones_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    with names(monkeypatch, lambda host: ["8.8.8.8", "10.0.0.1"]), pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        call("GET", "http://two-faced.example/")


def test_a_name_that_answers_differently_a_moment_later_gains_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any, server: int
) -> None:
    """It is looked up once: the connection goes to the address that was checked."""
    settings.THANJAI_PRIVATE_HOSTS = [f"rebinding.example:{server}"]
    answers = iter([["127.0.0.1"], ["10.9.9.9"], ["10.9.9.9"]])
    with names(monkeypatch, lambda host: next(answers) if host == "rebinding.example" else [host]) as asked:
        answer = call("GET", f"http://rebinding.example:{server}/")
    assert answer.content == f"rebinding.example:{server}".encode() and asked.count("rebinding.example") == 1


def test_a_host_that_the_installation_names_is_called_on_that_port_only(settings: Any, server: int) -> None:
    with pytest.raises(Forbidden, match="THANJAI_PRIVATE_HOSTS"):
        call("GET", f"http://localhost:{server}/")
    settings.THANJAI_PRIVATE_HOSTS = [f"localhost:{server}"]
    assert call("GET", f"http://localhost:{server}/").status == 200
    with pytest.raises(Forbidden):
        call("GET", f"http://127.0.0.1:{server}/")
    with pytest.raises(Forbidden):
        call("GET", "http://localhost/")


def test_redirects_are_checked_like_calls(settings: Any, server: int) -> None:
    settings.THANJAI_PRIVATE_HOSTS = [f"localhost:{server}"]
    assert call("GET", f"http://localhost:{server}/to/_fine").content == f"localhost:{server}".encode()
    for place in ("http:__169.254.169.254_", "http:__127.0.0.1:1_", "file:___etc_passwd", "gopher:__x_"):
        with pytest.raises((Forbidden, httpx.UnsupportedProtocol)):
            call("GET", f"http://localhost:{server}/to/{place}")
    with pytest.raises(httpx.TooManyRedirects):
        call("GET", f"http://localhost:{server}/to/_to__to__to__to__to_x".replace("_to_", "_to_"))


def test_answers_that_are_too_large_too_slow_or_packed_are_cut_off(settings: Any, server: int) -> None:
    settings.THANJAI_PRIVATE_HOSTS = [f"localhost:{server}"]
    at = f"http://localhost:{server}"
    assert len(call("GET", f"{at}/much/1000", most=1000).content) == 1000
    for path, limits in (("much/1001", {"most": 1000}), ("slow", {"seconds": 0.2}), ("packed", {})):
        with pytest.raises(TooMuch):
            call("GET", f"{at}/{path}", **limits)  # type: ignore[arg-type]


def test_a_certificate_is_checked_for_the_name_although_the_address_is_called(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    seen: dict[str, str | None] = {}

    def wrap(self: ssl.SSLContext, *words: Any, server_hostname: str | None = None, **named: Any) -> Any:
        seen["name"], seen["checks"] = server_hostname, str(self.check_hostname)
        raise ssl.SSLError("stop here")

    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings.THANJAI_PRIVATE_HOSTS = [f"bank.example:{port}"]
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
    with names(monkeypatch, lambda host: ["127.0.0.1"]), pytest.raises(httpx.ConnectError), listener:
        call("GET", f"https://bank.example:{port}/")
    assert seen == {"name": "bank.example", "checks": "True"}


@given(st.ip_addresses(v=4))
def test_an_address_within_an_address_is_judged_by_the_inner_one(address: Any) -> None:
    mapped, nat = ip_address(f"::ffff:{address}"), ip_address((0x0064FF9B << 96) | int(address))
    assert is_public(mapped) == is_public(nat) == is_public(address)
    assert not (is_public(address) and (address.is_private or address.is_loopback or address.is_link_local))
