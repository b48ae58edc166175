"""What can be told of a document that is handed over: by its file, or by the code on it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from thanjai.documents import selectors as documents
from thanjai.documents.log import proofs
from thanjai.documents.shown import UNKNOWN, Checked
from thanjai.domain.reception import Answer, Asked, Line
from thanjai.domain.text import Text
from thanjai.kernel import signatories, signet
from thanjai.kernel.pdf import verify
from thanjai.kernel.pdf.signing import TEST_LABEL
from thanjai.kernel.pdf.verify import Finding, Status
from thanjai.verifier import papers
from thanjai.verifier.heads import NotProven, keys_of

_SIGNATURE: Final = {
    Status.OURS_VALID: (Answer.GOOD, "whole"),
    Status.RECOGNISED: (Answer.GOOD, "whole"),
    Status.UNTRUSTED: (Answer.GOOD, "whole"),
    Status.ALTERED: (Answer.BAD, "altered"),
    Status.NOT_SIGNED: (Answer.BAD, "unsigned"),
    Status.NOT_A_PDF: (Answer.BAD, "no_pdf"),
}
_CHAIN: Final = {
    Status.OURS_VALID: (Answer.GOOD, "ours"),
    Status.RECOGNISED: (Answer.GOOD, "recognised"),
    Status.UNTRUSTED: (Answer.BAD, "unknown"),
}
_NOTHING: Final = (Answer.OPEN, "nothing")
_SIGNED: Final = frozenset(_CHAIN)


@dataclass(frozen=True)
class Found:
    """What the checks said. `known` is the document, where it is one of ours; `reasons` say more of a bad file.

    `sha256` is of the file as it was handed over, with all that was added to it since it was issued; `told` is what the
    public page says of it.
    """

    lines: tuple[Line, ...]
    sha256: str = ""
    known: Checked | None = None
    signer: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    reasons: tuple[Text, ...] = ()
    told: Checked = UNKNOWN

    @property
    def document_id(self) -> UUID | None:
        return self.known.id if self.known else None

    @property
    def check_code(self) -> str:
        return self.known.check_code if self.known else ""


def check_file(content: bytes) -> Found:
    """A file from anybody, ours or another agency's. Never raises for any bytes."""
    finding = verify.inspect(
        content, trust_roots=signatories.trust_roots(), stamp_roots=signatories.stamp_roots(),
        recognised_roots=signatories.recognised_roots(),
    )  # fmt: skip
    known, revision = documents.known_revision(content, finding)
    lines = (
        Line(Asked.SIGNATURE, *_SIGNATURE[finding.status]),
        Line(Asked.CHAIN, *_chain(finding)),
        Line(Asked.TIME, *_time(finding)),
        Line(Asked.REVOCATION, *((Answer.OPEN, "not_asked") if finding.status in _SIGNED else _NOTHING)),
        Line(Asked.LOG, *_log(known, revision, ours=finding.status is Status.OURS_VALID)),
        Line(Asked.REGISTER, *_register(known, finding.status)),
    )
    bad = finding.reasons if finding.status not in _SIGNED else ()
    return Found(
        lines, hashlib.sha256(content).hexdigest(), known, finding.signer or "", finding.signed_at, finding.stamped_at,
        bad, documents.told_of(finding, known),
    )  # fmt: skip


def check_code(code: str) -> Found | None:
    """What the register and the log say of a document whose file is not at hand; None for a code that is none."""
    document = documents.coded(code)
    if document is None:
        return None
    known = documents.by_check_code(code)
    digest = documents.digest_of(document, known.replacement)
    lines = (
        *(
            Line(asked, Answer.OPEN, "no_file")
            for asked in (Asked.SIGNATURE, Asked.CHAIN, Asked.TIME, Asked.REVOCATION)
        ),
        Line(Asked.LOG, *_log(known, digest, ours=True)),
        Line(Asked.REGISTER, *_register(known, Status.OURS_VALID)),
    )
    return Found(lines, known=known, told=known)


def _chain(finding: Finding) -> tuple[Answer, str]:
    if finding.status is Status.OURS_VALID and (finding.signer or "").startswith(TEST_LABEL):
        return Answer.OPEN, "test"
    return _CHAIN.get(finding.status, _NOTHING)


def _time(finding: Finding) -> tuple[Answer, str]:
    if finding.stamped_at:
        return Answer.GOOD, "stamped"
    return (Answer.OPEN, "claimed") if finding.signed_at else _NOTHING


def _register(known: Checked | None, status: Status) -> tuple[Answer, str]:
    if known:
        return Answer.GOOD if known.status == "valid" else Answer.BAD, known.status
    return (Answer.BAD, "unknown") if status is Status.OURS_VALID else (Answer.OPEN, "elsewhere")


def _log(known: Checked | None, revision: str, *, ours: bool) -> tuple[Answer, str]:
    """The proof is checked as a stranger would, with the public part of the log's key alone."""
    if known is None:
        return (Answer.BAD, "missing") if ours else (Answer.OPEN, "elsewhere")
    proof = proofs.of_code(known.check_code)
    if proof is None:
        return Answer.OPEN, "waiting"
    try:
        papers.check_digest(revision, json.dumps(proof), keys_of(signet.public_parts(signet.LOG).values()))
    except NotProven:
        return Answer.BAD, "not_proven"
    return Answer.GOOD, "proven"
