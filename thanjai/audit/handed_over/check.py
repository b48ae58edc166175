"""Check an export of readings: the chain, every line in it, and the signed checkpoints. Needs nothing but Python."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def canonical(value: Any) -> bytes:
    """RFC 8785 for what stands in these files: no floats."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def chain() -> tuple[str, dict[int, str], int]:
    """The agency, the hash of each link, and how many lines are given in full."""
    previous, number, agency, lines, hashes = bytes(32), 0, "", 0, {}
    with (HERE / "chain.jsonl").open(encoding="utf-8") as stream:
        for text in stream:
            link = json.loads(text)
            number, agency = number + 1, link["agency"]
            if link["number"] != number:
                sys.exit(f"link {number} is missing")
            if link["line"] is not None:
                lines += 1
                if hashlib.sha256(canonical(link["line"])).hexdigest() != link["digest"]:
                    sys.exit(f"link {number}: the line was altered")
            sealed = {name: link[name] for name in ("agency", "digest", "number", "subject", "upto")}
            previous = hashlib.sha256(previous + canonical({**sealed, "chain": "reading"})).digest()
            if previous.hex() != link["hash"]:
                sys.exit(f"link {number}: the link was altered, or one before it taken out")
            hashes[number] = link["hash"]
    return agency, hashes, lines


def signed(path: Path, key: str) -> None:
    words = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", f"keys/audit-{key}.pem", "-rawin", "-in", str(path),
             "-sigfile", str(path.with_suffix(".sig"))]  # fmt: skip
    if subprocess.run(words, cwd=HERE, capture_output=True, check=False).returncode:
        sys.exit(f"{path.name}: not signed with key {key}")


def main() -> None:
    agency, hashes, lines = chain()
    proven = 0
    for path in sorted((HERE / "checkpoints").glob("*.json")):
        said = json.loads(path.read_bytes())
        signed(path, said["key"])
        for of, kind, length, head in said["chains"]:
            if (of, kind) == (agency, "reading"):
                if hashes.get(length) != head:
                    sys.exit(f"{path.name} names a link {length} that is not there: the end was cut off, or altered")
                proven = max(proven, length)
    sys.stdout.write(f"{len(hashes)} links hold, {lines} lines in full; {proven} are proven by signed checkpoints\n")


if __name__ == "__main__":
    main()
