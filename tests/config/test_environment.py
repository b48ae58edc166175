"""What the environment says of ways to other machines: encrypted unless somebody has decided otherwise."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from thanjai.config.environment import encrypted, is_near
from thanjai.config.settings import _database


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///thanjai",
        "postgresql://thanjai_app@/thanjai?host=%2Fvar%2Frun",
        "postgresql://a:b@localhost:5432/thanjai",
        "postgresql://a:b@127.0.0.1/thanjai",
        "postgresql://a:b@[::1]/thanjai",
        "postgresql://a:b@db.example.go.th/thanjai?sslmode=require",
    ],
)
def test_a_database_here_or_one_whose_address_says_how_is_left_alone(url: str) -> None:
    assert encrypted(url) == url


@pytest.mark.parametrize("host", ["db.example.go.th", "10.1.2.3", "[2001:db8::1]", "localhost.evil.example"])
def test_a_database_elsewhere_must_prove_its_name_and_encrypt(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    url = encrypted(f"postgresql://a:p%40b@{host}:5432/thanjai?connect_timeout=5")
    said = parse_qs(urlsplit(url).query)
    assert said["sslmode"] == ["verify-full"] and said["sslrootcert"] and said["connect_timeout"] == ["5"]
    assert urlsplit(url).password == "p%40b"


def test_what_the_address_says_reaches_the_driver() -> None:
    """It was dropped once, and with it the encryption that somebody had asked for."""
    made = _database("postgresql://a:p%40b@db.example:5433/x?sslmode=verify-full&sslrootcert=%2Fca.pem")
    assert (made["HOST"], made["PORT"], made["PASSWORD"]) == ("db.example", "5433", "p@b")
    options = made["OPTIONS"]
    assert isinstance(options, dict)
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/ca.pem")
    assert _database("postgresql://a@/x?host=%2Frun")["HOST"] == "/run"


def test_what_is_near() -> None:
    assert all(map(is_near, ("", "localhost", "/run/postgresql", "127.0.0.1", "127.8.8.8", "::1")))
    assert not any(map(is_near, ("example.com", "10.0.0.1", "0.0.0.0", "127.0.0.1.evil.example")))
