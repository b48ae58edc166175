"""The monitor follows the platform's own log over real HTTP, and sees what its owner does to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from click.testing import CliRunner
from django.core.wsgi import get_wsgi_application
from django.db import connections

from tests.documents.test_log import as_owner, issued
from tests.world import World, build
from thanjai.config.commands.log import command
from thanjai.documents.log import heads
from thanjai.verifier.monitor import Wrong


class Quiet(WSGIRequestHandler):
    def log_message(self, *words: object) -> None: ...


@pytest.fixture
def world(own_database: str, settings: Any, tmp_path: Path) -> World:
    settings.THANJAI_KEYS = tmp_path / "keys"
    return build("food-premises-licence")


@pytest.fixture
def url(world: World) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)

    def serve() -> None:
        server.serve_forever()
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/log/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_growing_is_well_and_what_the_owner_takes_back_is_seen(world: World, url: str, tmp_path: Path) -> None:
    def look() -> Any:
        return CliRunner().invoke(command, ["monitor", url, "--state", str(tmp_path / "seen.json")])

    for number in range(1, 4):
        issued(world, f"T{number}")
        assert heads.sign() is not None
        told = look()
        assert told.exit_code == 0 and f"{number} " in told.output, told.output
    with as_owner() as owner:
        owner.execute("DELETE FROM documents_loghead WHERE number = 3")
        owner.execute("DELETE FROM documents_logleaf WHERE number = 2")
    assert look().exit_code == Wrong.ROLLBACK
    issued(world, "T4")
    assert heads.sign() is not None
    forked = look()
    assert forked.exit_code == Wrong.FORK and "had 3 lines" in forked.output
