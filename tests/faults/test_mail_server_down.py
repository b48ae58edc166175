"""The mail server is away: letters wait, are tried again and can be seen to wait; when it is back each goes once."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection, transaction

from tests.faults.worker import SECONDS, Worker, comes_true, jobs
from tests.web.applicant import FOOD, Applicant, work_off
from tests.world import World, build
from thanjai.kernel.processes import wait_for
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.messaging.selectors import messages_about, undelivered

TRIED = (
    "SELECT count(*) = 1 FROM procrastinate_jobs WHERE task_name LIKE '%deliver' AND status = 'todo' AND attempts = 1"
)
GONE = "SELECT count(*) = 1 FROM procrastinate_jobs WHERE task_name LIKE '%deliver' AND status = 'succeeded'"


class Inbox:
    """Keeps what is delivered; refuses the first letters when told to."""

    def __init__(self, refuse: int = 0) -> None:
        self.letters: list[bytes] = []
        self._refuse = refuse

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self._refuse:
            self._refuse -= 1
            return "451 Try again later"
        self.letters.append(envelope.original_content or b"")
        return "250 Kept"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build(FOOD)


def apply() -> UUID:
    """A request whose letter is queued."""
    case_id = Applicant().apply()
    with transaction.atomic():
        work_off("follow_up")
    assert jobs("deliver") == ["todo"]
    return case_id


def waiting(world: World) -> list[Message]:
    with acting_as(world.officer), transaction.atomic():
        return undelivered(world.agency)


def do_not_wait() -> None:
    """As if the pause before the next try were over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE scheduled_at IS NOT NULL")


def letter_of(world: World, case_id: UUID) -> Message:
    with acting_as(worker_at(world.agency)), transaction.atomic():
        (letter,) = messages_about(case_id)
        return letter


def test_a_letter_waits_for_the_mail_server_and_then_goes_once(
    own_database: str, world: World, port: int, tmp_path: Path
) -> None:
    case_id = apply()
    assert waiting(world) == []
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
    with Worker(own_database, tmp_path / "worker.log", **mail) as worker:
        assert comes_true(TRIED), worker.said()
        (letter,) = waiting(world)
        assert letter.id == letter_of(world, case_id).id and letter.sent_at is None
        assert letter.attempts == 1 and "refused" in letter.last_error
        inbox = Inbox(refuse=1)
        server: Any = Controller(inbox, hostname="127.0.0.1", port=port)
        server.start()
        try:
            do_not_wait()
            assert wait_for(lambda: letter_of(world, case_id).attempts == 2, SECONDS), worker.said()
            assert "Try again later" in letter_of(world, case_id).last_error and inbox.letters == []
            do_not_wait()
            assert comes_true(GONE), worker.said()
        finally:
            server.stop()
    assert waiting(world) == [] and letter_of(world, case_id).sent_at is not None
    (content,) = inbox.letters
    received = message_from_bytes(content, policy=policy.default)
    assert received["To"] == "office@krua.example.com" and str(letter.id) in received["Message-ID"]
    assert [part.get_content_type() for part in received.iter_attachments()] == ["application/pdf"]  # type: ignore[attr-defined]


def test_a_page_does_not_wait_for_the_mail_server(world: World, settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = port
    applicant = Applicant()
    case_id = applicant.apply()
    assert applicant.client.get(f"/case/{case_id}/received/").status_code == 200
    with transaction.atomic():
        work_off("follow_up")
    with pytest.raises(OSError, match="refused"):
        work_off("deliver")
    assert jobs("deliver") == ["todo"] and len(waiting(world)) == 1
