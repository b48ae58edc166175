"""A log served over real HTTP in the way the platform serves it, by somebody who may lie."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from thanjai.domain import seal
from thanjai.verifier.heads import FORMAT, key_id


@dataclass
class Log:
    """A log of some texts, kept as a plain list. `changed` alters an answer before it is given."""

    lines: list[str]
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    number: int = 1
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    changed: Any = None

    @property
    def pem(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def leaves(self) -> list[bytes]:
        return [seal.leaf_hash(line.encode()) for line in self.lines]

    def grow(self, *lines: str) -> None:
        self.lines = [*self.lines, *lines]
        self.number += 1
        self.at += timedelta(seconds=1)

    def head(self) -> dict[str, str]:
        body = seal.canonical(
            {
                "at": self.at.isoformat(), "format": FORMAT, "key": key_id(self.key.public_key()),
                "number": self.number, "root": seal.merkle_root(self.leaves).hex(), "size": len(self.lines),
            }
        )  # fmt: skip
        return {"body": body.decode(), "signature": self.key.sign(body).hex()}

    def answer(self, way: str, *words: str) -> dict[str, Any] | None:
        told = self._answer(way, *words)
        return self.changed(way, told) if self.changed and told else told

    def _answer(self, way: str, *words: str) -> dict[str, Any] | None:
        leaves = self.leaves
        if way == "":
            return {"keys": [{"id": "x", "algorithm": "Ed25519", "pem": self.pem.decode()}]}
        if way == "head":
            return self.head() if leaves else None
        if way == "entries":
            return {"entries": [{"number": int(words[0]), "line": self.lines[int(words[0])]}]}
        if way == "inclusion":
            if bytes.fromhex(words[0]) not in leaves:
                return None
            number = leaves.index(bytes.fromhex(words[0]))
            path = seal.inclusion_proof(leaves[: int(words[1])], number)
            return {"number": number, "path": [one.hex() for one in path]}
        old, size = (int(word) for word in words)
        return {
            "old_root": seal.merkle_root(leaves[:old]).hex(),
            "new_root": seal.merkle_root(leaves[:size]).hex(),
            "path": [one.hex() for one in seal.consistency_proof(leaves[:size], old)],
        }


@contextmanager
def served(log: Log) -> Iterator[str]:
    """The address of the log, while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = log.answer(*self.path.removeprefix("/log/").split("/"))
            self.send_response(200 if told else 404)
            self.end_headers()
            self.wfile.write(json.dumps(told or {"message": "Nothing has been signed yet."}).encode())

        def log_message(self, *words: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log/"
    finally:
        server.shutdown()
        server.server_close()
