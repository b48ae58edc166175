"""Where the time of one submission goes, measured in this process through the whole of Django."""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application
from django.db import connection

from thanjai.cases import journal, submission
from thanjai.config.bench.planting import Plantation
from thanjai.config.bench.requests import Browser
from thanjai.domain import case as domain
from thanjai.domain import form

WARM, MEASURED = 50, 300
REST = "middleware, routing, CSRF, view"


class Stopwatch:
    """Seconds by part; a part inside another is not counted in the outer one."""

    def __init__(self) -> None:
        self.parts: defaultdict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time added to a part."""

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with self.running(part):
                return function(*args, **kwargs)

        return wrapper

    @contextmanager
    def running(self, part: str) -> Iterator[None]:
        """Add the time of the block to a part."""
        began = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            taken = time.perf_counter() - began
            self.parts[part] += taken - self._inner.pop()
            if self._inner:
                self._inner[-1] += taken

    def statement(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """A wrapper of database statements: the one that stores, and those that read."""
        part = "SQL that stores" if sql.lstrip().startswith("WITH taken") else "SQL that reads"
        with self.running(part):
            return execute(sql, *rest)


def of_submission(plantation: Plantation) -> str:
    """The parts of a submission in words, the longest first."""
    draft = plantation.a_draft
    browser = Browser("127.0.0.1", 80)
    ids = plantation.drafts(WARM + MEASURED, plantation.agencies[:5])
    requests = [browser.post(f"/apply/{id}/submit/", {"key-form": draft.code}) for id in ids]
    handle = get_wsgi_application()
    for request in requests[:WARM]:
        _serve(handle, request)
    watch = Stopwatch()
    with _watched(watch):
        for request in requests[WARM:]:
            with watch.running(REST):
                _serve(handle, request)
    connection.close()
    shares = sorted(watch.parts.items(), key=lambda part: -part[1])
    named = ", ".join(f"{part} {seconds / MEASURED * 1e6:.0f}" for part, seconds in shares)
    return f"one submission in one process, without the network: {sum(watch.parts.values()) / MEASURED * 1e6:.0f} µs: {named}"


@contextmanager
def _watched(watch: Stopwatch) -> Iterator[None]:
    """Put the stopwatch around the parts of a submission, and take it away at the end."""
    database: Any = connection._connections[connection._alias]  # type: ignore[attr-defined]
    places: list[tuple[Any, str, str]] = [
        (form, "filled", "validate"),
        (form.Filled, "judged", "validate"),
        (domain, "decide", "decide"),
        (domain, "replay", "decide"),
        (submission, "project", "project"),
        (journal, "sealed", "seal"),
        (submission, "_row", "rows and JSON"),
        (submission, "_write", "rows and JSON"),
        (database, "_commit", "commit"),
    ]
    with ExitStack() as stack:
        for owner, name, part in places:
            before = getattr(owner, name)
            stack.callback(setattr, owner, name, before)
            setattr(owner, name, watch.timed(part, before))
        stack.enter_context(connection.execute_wrapper(watch.statement))
        yield


def _serve(handle: Callable[..., Any], request: bytes) -> None:
    """One request through all of Django, as a web server would hand it over."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    environ: dict[str, Any] = {"REQUEST_METHOD": first.split()[0], "PATH_INFO": first.split()[1]}
    for line in lines:
        name, _, value = line.partition(": ")
        plain = name.upper().replace("-", "_")
        environ[plain if plain in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{plain}"] = value
    setup_testing_defaults(environ)
    environ["wsgi.input"] = io.BytesIO(body)
    told: list[str] = []
    response = handle(environ, lambda status, headers, *rest: told.append(status))
    for _ in response:
        pass
    response.close()
    if not told[0].startswith("302"):
        raise RuntimeError(f"a submission was answered with {told[0]}")
