"""The public log of documents, for programs: JSON under /log/. What it says never changes, so it may be kept on the way.

What can be asked, and how it is checked: docs/guide/transparency-log.md.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from thanjai.documents.log import heads, proofs
from thanjai.documents.log.lines import FORMAT
from thanjai.documents.log.proofs import NotThere
from thanjai.kernel.limits import LOG, limited
from thanjai.kernel.signet import LOG as PURPOSE
from thanjai.kernel.signet import public_parts
from thanjai.verifier.heads import ALGORITHM

SOON: Final = "public, max-age=30"
FOREVER: Final = "public, max-age=31536000, immutable"


@require_safe
@limited(LOG)
def log(request: HttpRequest) -> JsonResponse:
    """What this is, and the public keys that its heads are signed with."""
    keys = [
        {"id": id, "algorithm": ALGORITHM, "pem": pem.decode()} for id, pem in sorted(public_parts(PURPOSE).items())
    ]
    ways = ["head", "heads/{number}", "entries/{first}/{last}", "inclusion/{leaf}/{size}", "consistency/{old}/{size}"]
    return _answer({"format": FORMAT, "hash": "SHA-256", "keys": keys, "ways": ways, "most": proofs.MOST}, SOON)


@require_safe
@limited(LOG)
def head(request: HttpRequest) -> JsonResponse:
    """The newest signed head."""
    found = heads.newest()
    return _answer(heads.told(found), SOON) if found else _missing("Nothing has been signed yet.")


@require_safe
@limited(LOG)
def earlier_head(request: HttpRequest, number: int) -> JsonResponse:
    """One signed head by its number."""
    found = heads.numbered(number)
    return _answer(heads.told(found), FOREVER) if found else _missing("There is no head with this number.")


@require_safe
@limited(LOG)
def entries(request: HttpRequest, first: int, last: int) -> JsonResponse:
    """Lines by their numbers; fewer than asked for, where there are too many or no more."""
    try:
        found = proofs.lines(first, last)
    except NotThere as reason:
        return _missing(str(reason))
    told = [{"number": number, "line": body} for number, body in found]
    return _answer({"entries": told}, FOREVER if len(told) == last - first + 1 else SOON)


@require_safe
@limited(LOG)
def inclusion(request: HttpRequest, leaf: str, size: int) -> JsonResponse:
    """That the log of `size` lines has the one with this hash, and where."""
    try:
        hash = bytes.fromhex(leaf)
        found = proofs.inclusion(hash, size)
    except ValueError:
        return _missing("Give the hash of the leaf in hex: 64 digits.")
    except NotThere as reason:
        return _missing(str(reason))
    return _answer({"number": found.number, "size": size, "path": _hex(found.path)}, FOREVER)


@require_safe
@limited(LOG)
def consistency(request: HttpRequest, old: int, size: int) -> JsonResponse:
    """That the log of `size` lines begins with that of `old`."""
    try:
        found, roots = proofs.consistency(old, size), (proofs.root(old), proofs.root(size))
    except NotThere as reason:
        return _missing(str(reason))
    told = {"old": old, "size": size, "old_root": roots[0].hex(), "new_root": roots[1].hex(), "path": _hex(found)}
    return _answer(told, FOREVER)


def _hex(path: tuple[bytes, ...]) -> list[str]:
    return [one.hex() for one in path]


def _answer(told: dict[str, Any], kept: str, status: int = 200) -> JsonResponse:
    answer = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = kept
    return answer


def _missing(message: str) -> JsonResponse:
    return _answer({"error": "not_there", "message": message}, "no-store", 404)
