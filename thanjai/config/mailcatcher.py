"""A mail server that delivers to nobody: it keeps what it receives and shows it on a page of its own.

Everything shown comes from strangers: text is escaped, HTML is shown only in a sandboxed frame without
scripts, attachments only as downloads. `/api/messages` gives the same as JSON; `?to=` filters it.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from thanjai.config.database import var_folder
from thanjai.config.mailbox import Mail, Mailbox
from thanjai.config.surroundings import Surroundings

MOST_SHOWN = 200
LARGEST_MESSAGE_BYTES = 30 * 2**20

_STYLES_ONLY = "default-src 'none'; style-src 'unsafe-inline'"
_PAGE_HEADERS = {
    "Content-Security-Policy": f"{_STYLES_ONLY}; frame-src 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_FRAME_HEADERS = {**_PAGE_HEADERS, "Content-Security-Policy": f"sandbox; {_STYLES_ONLY}; img-src data:"}


class Catcher:
    """Keeps each message that the SMTP server hands over."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message with its envelope on top, and accept it."""
        recipients = ", ".join(envelope.rcpt_tos)
        mark = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {recipients}\r\n"
        content = envelope.original_content or b""
        self._mailbox.keep(mark.encode("ascii", "backslashreplace") + content)
        return "250 Message kept, delivered to nobody"


class _MailPages:
    """The pages over a mailbox."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        environment = Environment(autoescape=True, loader=FileSystemLoader(Path(__file__).parent))
        self._template = environment.get_template("mailcatcher.html")

    def _wanted(self, request: Request) -> Mail:
        mail = self._mailbox.find(request.path_params["key"])
        if mail is None:
            raise HTTPException(404)
        return mail

    def every(self, request: Request) -> Response:
        mails = list(self._mailbox.newest(MOST_SHOWN))
        page = self._template.render(title="จดหมายที่ดักไว้ / Mail caught", mails=mails)
        return HTMLResponse(page, headers=_PAGE_HEADERS)

    def one(self, request: Request) -> Response:
        mail = self._wanted(request)
        title = mail.header("Subject") or "—"
        return HTMLResponse(self._template.render(title=title, mail=mail), headers=_PAGE_HEADERS)

    def html(self, request: Request) -> Response:
        return HTMLResponse(self._wanted(request).html, headers=_FRAME_HEADERS)

    def raw(self, request: Request) -> Response:
        return Response(self._wanted(request).source, media_type="text/plain", headers=_FRAME_HEADERS)

    def file(self, request: Request) -> Response:
        files = self._wanted(request).files
        number = request.path_params["number"]
        if number >= len(files):
            raise HTTPException(404)
        payload = files[number].get_payload(decode=True)
        name = quote(files[number].get_filename("file"))
        headers = {**_FRAME_HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        content = payload if isinstance(payload, bytes) else files[number].as_bytes()
        return Response(content, media_type="application/octet-stream", headers=headers)

    def listing(self, request: Request) -> Response:
        recipient = request.query_params.get("to", "")
        newest = self._mailbox.newest(MOST_SHOWN)
        return JSONResponse([_as_json(mail) for mail in newest if recipient in mail.header("X-Envelope-To")])

    def clear(self, request: Request) -> Response:
        self._mailbox.clear()
        return RedirectResponse("/", status_code=303)


def mail_page(mailbox: Mailbox) -> Starlette:
    """The web page over a mailbox."""
    pages = _MailPages(mailbox)
    return Starlette(
        routes=[
            Route("/", pages.every),
            Route("/api/messages", pages.listing),
            Route("/clear", pages.clear, methods=["POST"]),
            Route("/{key}", pages.one),
            Route("/{key}/html", pages.html),
            Route("/{key}/raw", pages.raw),
            Route("/{key}/file/{number:int}", pages.file),
        ]
    )


def _as_json(mail: Mail) -> dict[str, Any]:
    names = {"from": "X-Envelope-From", "to": "X-Envelope-To", "subject": "Subject", "date": "Date"}
    files = [file.get_filename("file") for file in mail.files]
    return {
        "key": mail.key,
        **{key: mail.header(name) for key, name in names.items()},
        "text": mail.text,
        "files": files,
    }


async def catch_mail(host: str, smtp_port: int, page_port: int, mailbox: Mailbox) -> None:
    """Serve SMTP and the page until told to stop."""
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return SMTP(Catcher(mailbox), data_size_limit=LARGEST_MESSAGE_BYTES, enable_SMTPUTF8=True, ident="Thanjai")

    smtp = await loop.create_server(protocol, host, smtp_port)
    config = uvicorn.Config(
        mail_page(mailbox), host=host, port=page_port, log_level="warning", timeout_graceful_shutdown=3
    )
    async with smtp:
        await uvicorn.Server(config).serve()


@click.command()
def main() -> None:
    """Catch mail on THANJAI_SMTP_PORT and show it on THANJAI_MAIL_PORT."""
    surroundings = Surroundings.from_environment(os.environ)
    mailbox = Mailbox(var_folder() / "mail")
    asyncio.run(catch_mail(surroundings.host, surroundings.smtp_port, surroundings.mail_port, mailbox))


if __name__ == "__main__":
    main()
