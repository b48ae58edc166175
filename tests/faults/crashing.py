"""A database server that ends as in a power cut, and comes back."""

from __future__ import annotations

import os
import signal
import time

import httpx
from django.core.handlers.wsgi import WSGIHandler

from thanjai.config.child import die_with_parent
from thanjai.kernel.embedded_postgres import EmbeddedPostgres
from thanjai.kernel.processes import wait_for


def visitor() -> httpx.Client:
    """A browser, or a bank: everything goes through the whole application, and a fault in it is an answer."""
    transport = httpx.WSGITransport(app=WSGIHandler(), raise_app_exceptions=False)
    return httpx.Client(transport=transport, base_url="http://testserver")


def crash(server: EmbeddedPostgres) -> None:
    """PostgreSQL's immediate shutdown is a crash: nothing is written down on the way out."""
    number = server.pid()
    assert number is not None
    os.kill(number, signal.SIGQUIT)
    assert wait_for(lambda: server.pid() is None, 20)
    with visitor() as http:
        assert http.get("/readyz").status_code == 503 and http.get("/healthz").status_code == 200
    time.sleep(0.3)
    assert server.start(before_exec=die_with_parent(signal.SIGINT))
