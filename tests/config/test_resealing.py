"""The keys renewed by the command line: nothing that was sealed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner

from tests.world import World, build
from thanjai.cases import drafts
from thanjai.config import database, resealing
from thanjai.config.commands import keys
from thanjai.kernel import keyring
from thanjai.kernel.secrets import seal, unseal
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ring(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "ready_django", lambda: None)
    settings.THANJAI_SEALING_KEYS_FILE = tmp_path / "sealing"
    keyring.ring.read()


def thanjai(*words: str) -> str:
    done = CliRunner().invoke(keys.command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def code_of(world: World, id: Any, holder: Any) -> str:
    with acting_as(holder):
        return drafts.code_of(drafts.Draft.objects.get(pk=id))


def test_all_that_was_sealed_is_sealed_anew_and_the_old_key_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resealing, "AT_ONCE", 2)
    world = build("food-premises-licence")
    begun = [world.start() for _ in range(5)]
    before = [code_of(world, id, holder) for holder, id in begun]
    assert thanjai("list").split()[:4] == ["0", "seals", "10", "secrets"]
    said = thanjai("rotate")
    assert "cases_draft.sealed_code: 5 sealed anew" in said
    assert thanjai("rotate").count("5 sealed anew") == 2
    assert [code_of(world, id, holder) for holder, id in begun] == before
    assert "1 keys forgotten" not in thanjai("list")
    assert "keys forgotten, 1 kept" in thanjai("prune")
    assert [code_of(world, id, holder) for holder, id in begun] == before


def test_the_secrets_of_apps_and_recovery_codes_are_sealed_anew_too() -> None:
    world = build("food-premises-licence")
    kept = [("totp", "secret", "JBSWY3DPEHPK3PXP"), ("recovery_codes", "seed", "0123")]
    with acting_as(PLATFORM):
        for type, name, secret in kept:
            Authenticator.objects.create(user_id=world.officer.person, type=type, data={name: seal(secret)})
    assert thanjai("list").split()[:4] == ["0", "seals", "2", "secrets"]
    assert "mfa_authenticator.data: 2 sealed anew" in thanjai("rotate")
    thanjai("prune")
    with acting_as(PLATFORM):
        found = {row.type: row.data for row in Authenticator.objects.all()}
    assert [unseal(found[type][name]) for type, name, _ in kept] == [secret for *_, secret in kept]


def test_a_key_that_is_gone_is_missed() -> None:
    world = build("food-premises-licence")
    thanjai("rotate")
    world.start()
    keyring.write([keyring.new_key()])
    keyring.ring.read()
    assert "GONE" in thanjai("list")
