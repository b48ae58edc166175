"""Requests as a browser sends them, as bytes ready to send."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

TOKEN = "benchBENCHbenchBENCHbenchBENCH32"
"""The browser's CSRF cookie. A browser is given one; any 32 letters will do, if form and cookie agree."""
_BROWSER = (
    "Host: {host}\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) thanjai-bench\r\n"
    "Accept: text/html,application/xhtml+xml\r\nAccept-Language: th,en;q=0.8\r\nAccept-Encoding: gzip, br\r\n"
)


class Browser:
    """Builds requests to one server."""

    def __init__(self, host: str, port: int) -> None:
        self.address = (host, port)
        self._common = _BROWSER.format(host=f"{host}:{port}")

    def get(self, path: str, cookies: Mapping[str, str] | None = None, *, address: str = "") -> bytes:
        """A page asked for; from `address`, as a proxy in front says it, or from this machine."""
        whence = f"X-Forwarded-For: {address}\r\n" if address else ""
        return f"GET {path} HTTP/1.1\r\n{self._common}{whence}{_cookie(cookies or {})}\r\n".encode()

    def post(
        self, path: str, cookies: Mapping[str, str] | None = None, fields: Mapping[str, list[str]] | None = None
    ) -> bytes:
        """A form sent, with the browser's token in its cookie and in the form."""
        body = urlencode({"csrfmiddlewaretoken": [TOKEN], **(fields or {})}, doseq=True).encode()
        head = (
            f"POST {path} HTTP/1.1\r\n{self._common}{_cookie({'csrftoken': TOKEN, **(cookies or {})})}"
            f"Origin: http://{self.address[0]}:{self.address[1]}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _cookie(cookies: Mapping[str, str]) -> str:
    if not cookies:
        return ""
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()) + "\r\n"
