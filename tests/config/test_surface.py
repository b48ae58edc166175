"""`thanjai check` of what the world meets first: a real handshake, with a server of our own."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from thanjai.config.readiness import Finding, Level, surface
from thanjai.kernel.clock import now


def found(check: Callable[[], Iterable[Finding]], level: Level) -> list[str]:
    told = list(check())
    assert all(one.remedy for one in told if one.level is not Level.GOOD), "what shall one do about it?"
    return [one.what for one in told if one.level is level]


def certificate(folder: Path, days: int) -> tuple[Path, Path]:
    """A certificate for localhost that is its own authority, and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "it.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "it.pem", folder / "key.pem"


@contextmanager
def served(folder: Path, days: int = 90, oldest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2) -> Iterator[int]:
    """A server that shakes hands and hangs up; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(folder, days))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = oldest
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    with suppress(OSError), context.wrap_socket(line, server_side=True) as spoken:
                        spoken.recv(1)

        Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def trusted(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[int], None]:
    def trust(port: int) -> None:
        settings.BASE_URL, settings.IS_SECURE = f"https://localhost:{port}", True
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "it.pem"))

    return trust


def test_a_proxy_as_it_should_be(trusted: Callable[[int], None], tmp_path: Path) -> None:
    with served(tmp_path) as port:
        trusted(port)
        good = found(surface.encryption, Level.GOOD)
        assert len(good) == 3 and "TLSv1.3" in good[0] and good[2] == "older versions of TLS are refused"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_an_old_version_is_found(trusted: Callable[[int], None], tmp_path: Path) -> None:
    with served(tmp_path, oldest=ssl.TLSVersion.TLSv1) as port:
        trusted(port)
        (bad,) = found(surface.encryption, Level.BAD)
        assert "still speaks TLSv1.1" in bad


def test_a_certificate_that_ends_soon_is_found(trusted: Callable[[int], None], tmp_path: Path) -> None:
    with served(tmp_path, days=5) as port:
        trusted(port)
        assert found(surface.encryption, Level.BAD) == ["the certificate ends in 4 days"]


def test_a_certificate_that_nobody_trusts_and_a_server_that_is_not_there(settings: Any, tmp_path: Path) -> None:
    settings.IS_SECURE = True
    with served(tmp_path) as port:
        settings.BASE_URL = f"https://localhost:{port}"
        assert "cannot be trusted" in found(surface.encryption, Level.BAD)[0]
    settings.BASE_URL = "https://localhost:1"
    assert "cannot be trusted" in found(surface.encryption, Level.BAD)[0]
    settings.IS_SECURE = False
    assert found(surface.encryption, Level.BAD) == ["pages are not encrypted"]


def test_letters_measurements_and_what_lies_beside_the_program(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "mail.example.go.th", False
    assert found(surface.letters, Level.BAD) == ["letters go to mail.example.go.th unencrypted"]
    settings.EMAIL_USE_TLS = True
    assert found(surface.letters, Level.BAD) == []
    settings.THANJAI_METRICS_TOKEN = ""
    assert len(found(surface.measurements, Level.THINK)) == 1
    settings.THANJAI_METRICS_TOKEN = "a-token-of-a-test"
    assert found(surface.measurements, Level.THINK) == []
    settings.ROOT = tmp_path
    assert found(surface.sources, Level.BAD) == []
    (tmp_path / ".git").mkdir()
    assert len(found(surface.sources, Level.BAD)) == 1


def test_pages_are_led_to_https_and_programs_are_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BASE_URL, settings.IS_SECURE = "https://e.khonkaen.go.th", True
    there = {"/": (301, "https://e.khonkaen.go.th/"), "/hooks/payments/none/": (403, "")}
    monkeypatch.setattr(surface, "_unencrypted", lambda host, path: there[path])
    assert len(found(surface.plain, Level.GOOD)) == 2
    there["/hooks/payments/none/"] = (301, "https://e.khonkaen.go.th/hooks/payments/none/")
    assert "go on sending unencrypted" in found(surface.plain, Level.BAD)[0]
    there["/"] = (200, "")
    assert len(found(surface.plain, Level.BAD)) == 2


def test_a_statement_that_hangs_is_ended_where_pages_are_served() -> None:
    """In a process that has loaded the application as a web server does, and in no other."""
    asks = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'].get('options'))"
    environment = {**os.environ, "DATABASE_URL": "postgresql://app@127.0.0.1/none"}
    environment["DJANGO_SETTINGS_MODULE"] = "thanjai.config.settings"
    environment.pop("THANJAI_SERVES_PAGES", None)
    for program, told in ((f"import thanjai.config.wsgi; {asks}", "-c statement_timeout=60s"), (asks, "None")):
        said = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        assert said.stdout.strip() == told
