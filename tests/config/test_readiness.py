"""`thanjai check`: what is not fit for real cases is found, named, and has a remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from thanjai.config import gateway
from thanjai.config.keeping import backup
from thanjai.config.readiness import Finding, Level, data, pages, trust
from thanjai.kernel import keyring
from thanjai.kernel.clock import now


def bad(check: Callable[[], Iterable[Finding]]) -> list[str]:
    found = list(check())
    assert all(one.remedy for one in found if one.level is not Level.GOOD), "what shall one do about it?"
    return [one.what for one in found if one.level is Level.BAD]


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR, settings.THANJAI_KEYS = tmp_path, tmp_path / "keys"
    settings.THANJAI_SEALING_KEYS_FILE = tmp_path / "keys" / "sealing"
    keyring.ring.read()
    return tmp_path


def test_a_demonstration_is_not_for_real_cases(settings: Any) -> None:
    settings.DEMO = True
    assert bad(pages.not_a_demonstration) == ["this is a demonstration: anybody may be anybody"]
    settings.DEMO = False
    assert bad(pages.not_a_demonstration) == []


def test_addresses_must_be_encrypted_and_ours(settings: Any) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS = "http://localhost:8000", ["localhost"]
    assert len(bad(pages.addresses)) == 2
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://e.khonkaen.go.th", ["e.khonkaen.go.th", "localhost"]
    assert bad(pages.addresses) == []
    settings.ALLOWED_HOSTS = ["*"]
    assert bad(pages.addresses) == ["answers as *"]


@pytest.mark.django_db
def test_the_role_of_the_application_and_the_tables_are_as_they_must_be() -> None:
    for check in (data.role, data.policies, data.tables, data.durability, data.transport, data.clocks):
        assert bad(check) == [], check.__name__


@pytest.mark.django_db
def test_a_table_that_anybody_may_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_OPEN", "SELECT 'cases_case'")
    assert bad(data.policies) == ["tables without row-level security: cases_case"]


@pytest.mark.django_db
def test_what_would_lose_acknowledged_work_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert bad(data.durability) == ["the server has synchronous_commit switched off"]


def test_backups_must_be_there_be_new_and_be_checked(var: Path, settings: Any) -> None:
    here: Any = type("Here", (), {"var": var})
    assert bad(data.backups) == ["there has never been a backup"]
    backup.note_success(here, var / "a.age", now() - timedelta(days=3), checked=True)
    assert bad(data.backups) == ["the newest backup is 72 hours old"]
    backup.note_success(here, var / "a.age", now(), checked=False)
    assert [one.level for one in data.backups()] == [Level.GOOD, Level.THINK]
    settings.THANJAI_BACKUP_RECIPIENTS = []
    assert "lies on this machine" in bad(data.backup_key)[0]
    settings.THANJAI_BACKUP_RECIPIENTS = ["age1x"]
    assert bad(data.backup_key) == []


def test_secrets_must_be_long_renewable_and_private(var: Path, settings: Any) -> None:
    settings.SECRET_KEY = "short"
    assert len(bad(trust.secret)) == 2
    keyring.write([keyring.new_key()])
    settings.SECRET_KEY = "x" * 64
    keyring.ring.read()
    assert bad(trust.secret) == []
    assert bad(trust.privacy) == []
    (var / "keys" / "sealing").chmod(0o644)
    assert "sealing" in bad(trust.privacy)[0]


def test_a_mail_server_must_answer_and_letters_have_a_sender(settings: Any) -> None:
    server = Controller(object(), hostname="127.0.0.1", port=0, ready_timeout=10)
    server.port = _free_port()
    server.start()
    try:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "Thanjai <no-reply@khonkaen.go.th>"
        assert bad(trust.mail) == []
        settings.DEFAULT_FROM_EMAIL = "Thanjai <no-reply@thanjai.localhost>"
        assert "nobody can answer" in bad(trust.mail)[0]
    finally:
        server.stop()
    assert "does not answer" in bad(trust.mail)[0]


def _free_port() -> int:
    from tests.platform import _free_ports

    return _free_ports(1)[0]


@pytest.mark.django_db
def test_without_a_worker_nothing_falls_due() -> None:
    assert bad(trust.work) == ["no worker is at work: nothing falls due"]


def test_pretended_payments_and_no_proof_of_identity_are_named(settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"oidc": {"APPS": []}}
    assert bad(trust.identity) == ["nobody can prove who they are"]
    settings.SOCIALACCOUNT_PROVIDERS = {"oidc": {"APPS": [{"name": "ThaID"}]}}
    assert bad(trust.identity) == []
    assert "pretended bank" in bad(trust.bank)[0]


def test_the_gateways_keys_address_and_secret_are_judged(settings: Any) -> None:
    settings.THANJAI_PAYMENTS = {}
    assert [one.level for one in trust.gateway()] == [Level.THINK] and bad(trust.gateway) == []
    settings.THANJAI_PAYMENTS = {"opn": {"secret_key": "skey_test_12345678", "webhook_secret": ""}}
    settings.BASE_URL = "http://khonkaen.go.th"
    assert [one.level for one in trust.gateway()] == [Level.BAD, Level.BAD, Level.THINK]
    assert "test mode" in bad(trust.gateway)[0] and "sends no webhooks" in bad(trust.gateway)[1]
    settings.THANJAI_PAYMENTS = {"opn": {"secret_key": "skey_12345678", "webhook_secret": "c2VjcmV0"}}
    settings.BASE_URL = "https://khonkaen.go.th"
    assert [one.level for one in trust.gateway()] == [Level.GOOD]


def test_the_gateway_is_set_up_by_keys_or_by_the_simulator_of_a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THANJAI_OPN_SIMULATOR", "http://localhost:8011")
    monkeypatch.setenv("THANJAI_DEMO", "0")
    assert gateway.opn(lambda name: "") == {} and gateway.private_hosts() == []
    told = gateway.opn(lambda name: {"THANJAI_OPN_SECRET_KEY": "skey_12345678"}.get(name, ""))
    assert told == {"opn": {"secret_key": "skey_12345678", "webhook_secret": "", "api_base": ""}}
    monkeypatch.setenv("THANJAI_DEMO", "1")
    assert gateway.opn(lambda name: "")["opn"]["api_base"] == "http://localhost:8011"
    assert gateway.private_hosts() == ["localhost:8011"]


@pytest.mark.django_db
def test_a_page_without_protecting_headers_is_found(settings: Any) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS = "http://localhost:8000", ["localhost"]
    assert "Strict-Transport-Security" in bad(pages.headers)[0], "plain http cannot have it"
