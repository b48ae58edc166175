"""The embedded server starts, refuses nothing it should allow, and heals what a crash leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from thanjai.kernel import postgres_place
from thanjai.kernel.embedded_postgres import EmbeddedPostgres
from thanjai.kernel.postgres_place import LONGEST_SOCKET_PATH, place_under
from thanjai.kernel.processes import wait_for, works_in


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres") / "var")
    yield server
    server.destroy()
    assert not server.place.data.exists()


@pytest.fixture
def running(server: EmbeddedPostgres) -> EmbeddedPostgres:
    server.start()
    return server


def test_a_second_start_finds_it_running(running: EmbeddedPostgres) -> None:
    before = running.pid()

    assert running.start() is False
    assert running.pid() == before


def test_writes_are_durable_and_nobody_listens_on_the_network(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.urls.application) as connection:
        for name, wanted in (("fsync", "on"), ("synchronous_commit", "on"), ("listen_addresses", "")):
            assert connection.execute("SELECT current_setting(%s)", [name]).fetchone() == (wanted,)


def test_the_application_owns_nothing_and_may_create_nothing(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.urls.application) as connection:
        powers = connection.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert powers == (False,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine ()")


def test_the_owner_may_create_tables_and_test_databases_and_is_no_superuser(
    running: EmbeddedPostgres,
) -> None:
    with psycopg.connect(running.urls.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE ours ()")
        connection.execute("DROP TABLE ours")
        row = connection.execute(
            "SELECT rolcreatedb, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (True, False, False)


def test_data_outlive_a_kill_and_the_stale_lock_is_no_obstacle(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.urls.owner) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('ใบอนุญาต')")
    number = running.pid()
    assert number is not None
    os.kill(number, signal.SIGKILL)
    assert wait_for(lambda: running.pid() is None, 10)
    assert (running.place.data / "postmaster.pid").exists()

    assert running.start() is True

    with psycopg.connect(running.urls.owner) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("ใบอนุญาต",)


def test_a_lock_whose_number_now_belongs_to_another_program_is_stale(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    stranger = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(600)"])
    try:
        (server.place.data / "postmaster.pid").write_text(f"{stranger.pid}\n{server.place.data}\n")
        (server.place.sockets / f"{server.place.socket.name}.lock").write_text(f"{stranger.pid}\n")

        assert server.pid() is None
        assert server.start() is True
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_stop_leaves_no_process_behind(running: EmbeddedPostgres) -> None:
    number = running.pid()
    assert number is not None

    assert running.stop() is True

    assert not works_in(number, running.place.data)
    assert running.pid() is None
    assert running.stop() is False


def test_a_deep_folder_gets_a_socket_with_a_short_path(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)

    assert len(os.fsencode(place_under(deep).socket)) <= LONGEST_SOCKET_PATH


def test_in_a_folder_closed_to_others_root_keeps_the_data_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    monkeypatch.setattr(postgres_place.os, "geteuid", lambda: 0)

    assert place_under(tmp_path / "closed" / "var").moved


def test_an_ordinary_user_keeps_the_data_under_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    monkeypatch.setattr(postgres_place.os, "geteuid", lambda: 1000)

    assert not place_under(tmp_path / "closed" / "var").moved
