"""Time stamps from an RFC 3161 authority, asked for like every other call from here."""

from __future__ import annotations

from asyncio import to_thread
from typing import Final

import httpx
from asn1crypto import tsp
from pyhanko.sign import timestamps
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from thanjai.kernel import outgoing

MOST_BYTES: Final = 100_000
SECONDS: Final = 10.0
_ASKS: Final = "application/timestamp-query"
_TELLS: Final = "application/timestamp-reply"


class Stamper(timestamps.TimeStamper):
    """One authority. pyHanko brings clients of its own, which would go to any address."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Raises TimestampRequestError."""
        try:
            answer = await to_thread(
                outgoing.call, "POST", self._url, most=MOST_BYTES, seconds=SECONDS, content=req.dump(),
                headers={"Content-Type": _ASKS, "Accept": _TELLS},
            )  # fmt: skip
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TimestampRequestError(f"the authority for time stamps was not reached: {error}") from error
        if answer.headers.get("content-type") != _TELLS:
            raise TimestampRequestError("the authority for time stamps answered with something else")
        return tsp.TimeStampResp.load(answer.content)
