"""What a paper of ours says, read from the data that lie inside its file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from thanjai.kernel.pdf.content import LicenceContent
from thanjai.kernel.pdf.verify import embedded_data


class NoData(Exception):
    """The file holds no data of a paper of this kind."""


def licence_of(pdf: bytes, *, agency_code: str) -> LicenceContent:
    """The licence that our own file is, to be printed again. `agency_code` says who signs, which no paper says.

    The file is taken at its word: it comes from our own store. Raises NoData.
    """
    data = embedded_data(PdfFileReader(io.BytesIO(pdf)))
    if data is None:
        raise NoData("the file has no data inside")
    plain = _plain(data)
    fee = plain.pop("fee", None)
    letterhead = {**plain["letterhead"], "code": agency_code}
    fee_satang = fee["satang"] if fee else None
    return LicenceContent.model_validate({**plain, "letterhead": letterhead, "fee_satang": fee_satang, "test": False})


def _plain(value: Any) -> Any:
    """Days as days again; the rest stands as it was written."""
    if isinstance(value, Mapping):
        if set(value) == {"iso", "th", "en"}:
            return date.fromisoformat(value["iso"])
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
