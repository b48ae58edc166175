"""pyHanko's PAdES validation for the long term and nothing of ours: `outside_ltv.py FILE ROOT.pem MOMENT` says GOOD or BAD.

As at MOMENT, which may lie after the certificates of the signer and of earlier stamps have ended: what the file itself
holds must be enough. Nothing is fetched; of the newest stamp alone it is taken for granted that it was not revoked.
Ends with 0 or 1.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    NonRevokedStatusAssertion,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager


def judged(path: Path, root: Path, at: datetime) -> str:
    trusted = x509.Certificate.load(pem.unarmor(root.read_bytes())[2])
    with path.open("rb") as stream:
        reader = PdfFileReader(stream)
        paper, newest = reader.embedded_regular_signatures[0], reader.embedded_timestamp_signatures[-1]
        asked = RevocationCheckingRule.CHECK_IF_DECLARED
        policy = CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build([trusted]),
            revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(asked, asked)),
        )
        told = SignatureValidationSpec(
            cert_validation_policy=policy,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            local_knowledge=LocalKnowledge(
                nonrevoked_assertions=[NonRevokedStatusAssertion(newest.signer_cert.sha256, at=at)]
            ),
        )
        timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
        found = asyncio.run(ades_lta_validation(paper, PdfSignatureValidationSpec(told), timing_info=timing))
    return str(found.ades_subindic)


def main() -> int:
    try:
        found = judged(Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]))
    except Exception as error:  # noqa: BLE001 - whatever it raises, the file is not sound
        found = repr(error)
    is_good = found == str(AdESPassed.OK)
    sys.stdout.write(f"GOOD {found}\n" if is_good else f"BAD {found}\n")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
