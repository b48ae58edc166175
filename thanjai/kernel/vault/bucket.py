"""Contents in a bucket of an S3-compatible object store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

PATIENCE: Final = timedelta(seconds=30)
PIECE: Final = 256 * 1024


class Bucket:
    """One bucket. Options: bucket, endpoint, region, key_id, secret."""

    def __init__(self, options: Mapping[str, str]) -> None:
        endpoint = options["endpoint"]
        self._store = S3Store(
            options["bucket"],
            endpoint=endpoint,
            region=options.get("region") or "us-east-1",
            access_key_id=options["key_id"],
            secret_access_key=options["secret"],
            virtual_hosted_style_request=False,
            client_options={"allow_http": endpoint.startswith("http:"), "timeout": PATIENCE},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
        )

    def has(self, name: str) -> bool:
        try:
            obstore.head(self._store, name)
        except (NotFoundError, FileNotFoundError):
            return False
        return True

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        try:
            obstore.put(self._store, name, iter(chunks))
        except BaseError as error:
            raise OSError(f"the object store did not take a file: {type(error).__name__}") from error

    def read(self, name: str) -> Iterator[bytes]:
        try:
            found = obstore.get(self._store, name)
        except NotFoundError as error:
            raise FileNotFoundError(name) from error
        except BaseError as error:
            raise OSError(f"the object store did not give a file: {type(error).__name__}") from error
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE))

    def remove(self, name: str) -> None:
        try:
            obstore.delete(self._store, name)
        except (NotFoundError, FileNotFoundError):
            return

    def names(self) -> Iterator[tuple[str, datetime]]:
        for page in obstore.list(self._store):
            for one in page:
                yield str(one["path"]), one["last_modified"]
