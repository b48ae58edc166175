"""The mail catcher takes mail over real SMTP and shows it without running anything in it."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from aiosmtpd.controller import Controller

from thanjai.config.mailbox import Mailbox
from thanjai.config.mailcatcher import Catcher, mail_page


class Page:
    """Reads the page as a browser would, without a server."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._transport = httpx.ASGITransport(mail_page(mailbox))

    def get(self, path: str, **params: str) -> httpx.Response:
        return self._ask("GET", path, params)

    def post(self, path: str) -> httpx.Response:
        return self._ask("POST", path, {})

    def _ask(self, method: str, path: str, params: dict[str, str]) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://localhost") as client:
                return await client.request(method, path, params=params)

        return asyncio.run(ask())


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mail")


@pytest.fixture
def page(mailbox: Mailbox) -> Page:
    return Page(mailbox)


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Controller]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(Catcher(mailbox), hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop())
    controller.start()
    yield controller
    controller.stop()


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "no-reply@thanjai.localhost"
    message["To"] = "somchai@example.com"
    message["Subject"] = "ใบรับคำขอ <script>alert(1)</script>"
    message.set_content("เรียน คุณสมชาย <b>ไม่ใช่ตัวหนา</b>")
    message.add_alternative("<p>เรียน</p><script>alert(2)</script>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="ใบเสร็จ.pdf")
    return message


def test_a_message_sent_by_smtp_is_listed_and_shown(server: Controller, page: Page) -> None:
    with smtplib.SMTP(server.hostname, server.port) as smtp:
        smtp.send_message(a_message())

    (caught,) = page.get("/api/messages", to="somchai@example.com").json()
    shown = page.get(f"/{caught['key']}").text

    assert caught["to"] == "somchai@example.com"
    assert "เรียน คุณสมชาย" in caught["text"]
    assert "&lt;b&gt;ไม่ใช่ตัวหนา&lt;/b&gt;" in shown
    assert f'href="/{caught["key"]}"' in page.get("/").text
    assert page.get("/api/messages", to="somsri@example.com").json() == []


def test_nothing_in_a_message_can_run(mailbox: Mailbox, page: Page) -> None:
    mailbox.keep(a_message().as_bytes())
    (mail,) = mailbox.newest(1)

    for path in ("/", f"/{mail.key}"):
        assert "<script>" not in page.get(path).text
    html = page.get(f"/{mail.key}/html")
    assert html.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    file = page.get(f"/{mail.key}/file/0")
    assert file.content == b"%PDF-1.7"
    assert file.headers["content-disposition"].startswith("attachment;")
    assert file.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?x?q?\n\n",
        b"Content-Type: text/plain; charset=none\n\n\xff",
        b"To: <<<>\n\n",
    ],
)
def test_a_broken_message_is_shown_all_the_same(source: bytes, mailbox: Mailbox, page: Page) -> None:
    mailbox.keep(source)
    (mail,) = mailbox.newest(1)

    assert page.get("/").status_code == 200
    assert page.get(f"/{mail.key}").status_code == 200
    assert page.get("/api/messages").status_code == 200


@pytest.mark.parametrize("key", ["nothing", "..%2f..%2fsecret-key", "0193f1aa-0000-7000-8000-000000000000"])
def test_an_unknown_message_is_not_found(key: str, page: Page) -> None:
    assert page.get(f"/{key}").status_code == 404


def test_messages_outlive_a_restart_and_go_when_cleared(tmp_path: Path) -> None:
    Mailbox(tmp_path).keep(a_message().as_bytes())

    again = Mailbox(tmp_path)
    assert len(list(again.newest(10))) == 1
    Page(again).post("/clear")
    assert list(again.newest(10)) == []


def test_the_oldest_messages_go_first(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thanjai.config.mailbox.MOST_KEPT", 2)
    for number in range(3):
        mailbox.keep(b"Subject: %d\n\n" % number)

    assert [mail.header("Subject") for mail in mailbox.newest(10)] == ["2", "1"]
