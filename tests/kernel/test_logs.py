"""Whatever a process says, it says in lines of JSON."""

from __future__ import annotations

import json
import subprocess
import sys

SPEAKS = """
import logging, warnings, structlog
from thanjai.kernel import logs
logs.configure()
structlog.contextvars.bind_contextvars(request="abc")
structlog.get_logger().info("our own", baht=5)
logging.getLogger("some.library").warning("theirs %s", "ไทย")
logging.getLogger("some.library").info("chatter")
logging.getLogger("procrastinate.worker.worker").info("chatter")
logging.getLogger("pyhanko.sign").warning("chatter")
logging.getLogger("procrastinate.worker.worker").info("to be tried again", extra={"action": "job_error_retry"})
warnings.warn("old way")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("django.request").exception("broken")
"""


def test_every_line_is_json_and_chatter_is_left_out() -> None:
    done = subprocess.run([sys.executable, "-c", SPEAKS], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["level"] for line in lines] == ["info", "warning", "warning", "warning", "error"]
    own, theirs, failed, warned, broken = lines
    assert failed["event"] == "to be tried again"
    assert (own["event"], own["baht"], own["request"]) == ("our own", 5, "abc")
    assert (theirs["event"], theirs["logger"], theirs["request"]) == ("theirs ไทย", "some.library", "abc")
    assert "old way" in warned["event"]
    assert "ZeroDivisionError" in broken["exception"]


TURNED_AWAY = """
import os
os.environ.update(DJANGO_SETTINGS_MODULE="thanjai.config.settings", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
import django
django.setup()
from django.test import Client
from thanjai.kernel import logs
logs.configure()
import logging
asked = ("CSRF cookie not set.", "/renew/ABC/the-secret-of-a-link/")
logging.getLogger("django.security.csrf").warning("Forbidden (%s): %s", *asked)
strict = Client(raise_request_exception=False)
strict.get("/renew/ABC/the-secret-of-a-link/")
strict.get("/metrics", headers={"host": "evil example"})
"""


def test_no_line_holds_the_address_that_was_asked_for() -> None:
    """Some addresses are links out of letters, with a secret in them; Django's own warnings once told them."""
    done = subprocess.run([sys.executable, "-c", TURNED_AWAY], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert {500, 400} <= {line.get("status") for line in lines}
    assert any(line.get("logger") == "django.security.csrf" for line in lines)
    assert any("exception" in line for line in lines)
    assert "the-secret-of-a-link" not in done.stderr


FORGED = """
import logging, structlog
from thanjai.kernel import logs
logs.configure()
words = 'kept\\n{"event": "request", "status": 200}\\r\\n\\u2028\\x1b[31m'
structlog.get_logger().info("typed", words=words)
logging.getLogger("some.library").warning("typed %s", words)
"""


def test_what_came_from_outside_makes_no_line_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", FORGED], capture_output=True, check=True)
    lines = done.stderr.decode().split("\n")
    assert [json.loads(line)["event"][:5] for line in lines if line] == ["typed", "typed"]
    assert b"\x1b" not in done.stderr and b"\r" not in done.stderr
