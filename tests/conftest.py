"""A real PostgreSQL for every test that asks for `db`, with the application's own powerless role."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from thanjai.kernel.embedded_postgres import EmbeddedPostgres
from thanjai.kernel.pdf.authority import TestAuthority
from thanjai.kernel.processes import wait_for

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "build" / "test-var"

# A busy machine is no fault of the code, so examples may take their time.
_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("usual", **_CALM)
settings.register_profile("deep", max_examples=2000, **_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


def _server() -> EmbeddedPostgres:
    VAR.mkdir(parents=True, exist_ok=True)
    return EmbeddedPostgres(VAR)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked as deep belongs to all tests, not to those of every day."""
    if os.environ.get("HYPOTHESIS_PROFILE") != "deep":
        left_out = [item for item in items if item.get_closest_marker("deep")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The controlling process stops the server, unless another run is using it; workers leave it to the others."""
    if hasattr(session.config, "workerinput") or not (VAR / "postgres").exists():
        return
    with suppress(BlockingIOError), _use(fcntl.LOCK_EX | fcntl.LOCK_NB):
        _server().stop()


@contextmanager
def _use(how: int) -> Iterator[None]:
    """Hold the mark of those who use the server: shared while tests run, alone to stop it."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "in-use.lock").open("w") as mark:
        fcntl.flock(mark, how)
        yield


def _named(url: str, database: str) -> str:
    return url.replace("/thanjai?", f"/{database}?")


def _template(owner_url: str) -> str:
    """A migrated database to copy from, made once for each state of the migrations."""
    files = sorted((ROOT / "thanjai").glob("*/migrations/*.py")) + [ROOT / "thanjai" / "kernel" / "rls.py"]
    name = "template_" + hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    with psycopg.connect(_named(owner_url, "postgres"), autocommit=True) as owner:
        owner.execute("SELECT pg_advisory_lock(4711)")
        if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            # A run that failed halfway leaves an unfinished one behind.
            owner.execute(f"DROP DATABASE IF EXISTS {name}_new WITH (FORCE)")
            owner.execute(f"CREATE DATABASE {name}_new")
            environment = {**os.environ, "THANJAI_AS_OWNER": "1", "DJANGO_SETTINGS_MODULE": "thanjai.config.settings",
                           "THANJAI_OWNER_DATABASE_URL": _named(owner_url, f"{name}_new")}  # fmt: skip
            migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, check=True, env=environment, cwd=ROOT)
            owner.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
    return name


def _dropped(owner: psycopg.Connection[Any], name: str) -> bool:
    """Drop a database; False while the server itself is tidying up in it, which its owner may not interrupt."""
    try:
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


@contextmanager
def new_database(server: EmbeddedPostgres, name: str) -> Iterator[str]:
    """The application's address of a migrated database, which is dropped at the end."""
    template = _template(server.urls.owner)
    owner_url = _named(server.urls.owner, "postgres")
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield _named(server.urls.application, name)
    finally:
        with psycopg.connect(owner_url, autocommit=True) as owner:
            wait_for(lambda: _dropped(owner, name), 10)


@pytest.fixture(scope="session")
def database_url(worker_id: str) -> Iterator[str]:
    """The application's address of a fresh, migrated database of this test worker."""
    with _use(fcntl.LOCK_SH):
        # Made by whichever test came first, it was valid from that test's day on, and for nobody who stands before it.
        TestAuthority.create(VAR / "keys" / "authority", at=datetime(2024, 1, 1, tzinfo=UTC))
        _server().start()
        with new_database(_server(), f"test_{worker_id}_{os.getpid()}") as url:
            yield url


@pytest.fixture(scope="session")
def django_db_setup(database_url: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Point Django at that database; pytest-django's own would need a role that may create them."""
    from django.db import connections

    _point_at(database_url)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()


def _point_at(url: str) -> None:
    """Let Django connect to a database from now on, in every thread."""
    from django.db import connections

    from thanjai.config.settings import _database

    settings = connections["default"].settings_dict
    settings.update({key: value for key, value in _database(url).items() if key != "ENGINE"})


@contextmanager
def working_on(url: str, blocker: Any) -> Iterator[None]:
    """Let Django work on another database, outside of any test's transaction."""
    from django.db import connections

    from thanjai.cases import submission

    before = dict(connections["default"].settings_dict)
    numbers, submission._serials = submission._serials, submission._Serials()
    try:
        with blocker.unblock():
            connections.close_all()
            _point_at(url)
            yield
            connections.close_all()
    finally:
        connections["default"].settings_dict.update(before)
        submission._serials = numbers


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any, worker_id: str) -> Iterator[str]:
    """A database for one test whose threads or processes must see each other's work; its address."""
    with new_database(_server(), f"own_{worker_id}_{os.getpid()}") as url, working_on(url, django_db_blocker):
        yield url


@pytest.fixture(autouse=True)
def _no_memory(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing kept in the process survives a test."""
    from thanjai.kernel import keyring, signatories
    from thanjai.kernel.caching import forget

    settings.THANJAI_FILES = VAR / "files"  # type: ignore[attr-defined]
    settings.THANJAI_MADE = VAR / "made"  # type: ignore[attr-defined]
    settings.THANJAI_KEYS = VAR / "keys"  # type: ignore[attr-defined]
    settings.THANJAI_SEALING_KEYS_FILE = VAR / "keys" / "sealing"  # type: ignore[attr-defined]
    # A test that had other keys, or another secret, leaves them in the process.
    keyring.ring.read()
    signatories.read_anew()
    settings.THANJAI_SCANNER = "none"  # type: ignore[attr-defined]
    forget()
    yield
    forget()


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was collected stays to the end: the collector of garbage need not look at it again each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
