"""`python -m thanjai.verifier licence.pdf proof.json --key log.pem`: is this paper in the log that was signed?

Ends with 0 when it is and the document was in force by then, with 1 when it was stopped or ended, with 2 when nothing
is proven.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from thanjai.verifier.heads import NotProven, keys_of
from thanjai.verifier.papers import Proven, check
from thanjai.verifier.stamps import Outermost


def main(words: list[str] | None = None) -> int:
    reader = argparse.ArgumentParser(
        prog="python -m thanjai.verifier", description="Check a PDF and its proof, without any network."
    )
    reader.add_argument("pdf", type=Path, help="the document as it was handed over")
    reader.add_argument("proof", type=Path, help="the proof from the page that checks documents")
    reader.add_argument(
        "--key", type=Path, required=True, action="append", help="a public key of the log that you trust, in PEM"
    )
    given = reader.parse_args(words)
    try:
        proven = check(given.pdf.read_bytes(), given.proof.read_bytes(), keys_of(one.read_bytes() for one in given.key))
    except OSError as error:
        return _say(f"NOT PROVEN: {error}", 2)
    except NotProven as reason:
        return _say(f"NOT PROVEN: {reason}", 2)
    return _say(_told(proven), 0 if proven.standing == "in force" and not proven.is_replaced else 1)


def _told(proven: Proven) -> str:
    paper = "the evidence of a renewal of " if proven.is_evidence else ""
    replaced = (
        ["  this paper was replaced by another: ask for the one marked REPLACEMENT"] if proven.is_replaced else []
    )
    lines = [
        f"PROVEN: this file is {paper}{proven.kind} {proven.number}, check code {proven.check_code}",
        *(f"  {one.at}  {one.what}" for one in proven.events),
        *replaced,
        *_lasts(proven.proof),
        f"  {proven.standing} as far as the log says until {proven.until:%Y-%m-%dT%H:%M:%SZ}; take a new proof for later",
    ]
    return "\n".join(lines)


def _lasts(proof: Outermost | None) -> list[str]:
    """Until when others can check the file by itself; the log proves it beyond that."""
    if proof is None:
        return []
    made = f" of {proof.at:%Y-%m-%d} ({proof.digest})" if proof.at else ""
    return [
        f"  by itself the file can be checked until {proof.ends_at:%Y-%m-%d}, by the {proof.kind}{made}; then ask for a newer one"
    ]


def _say(text: str, code: int) -> int:
    sys.stdout.write(text + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
