"""pyHanko's own validator and nothing of ours: `outside_validator.py FILE ROOT.pem` says GOOD or BAD, and why.

Every signature and time stamp must be whole, valid and trusted as of its own time; what was added after the first one
may be archive stamps only. Ends with 0 or 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext


def judged(path: Path, root: Path) -> list[str]:
    roots = [x509.Certificate.load(pem.unarmor(root.read_bytes())[2])]
    bad = []
    with path.open("rb") as stream:
        reader = PdfFileReader(stream)
        if not reader.embedded_signatures:
            return ["there is no signature"]
        for one in reader.embedded_signatures:
            trust = ValidationContext(trust_roots=roots, allow_fetching=False)
            if str(one.sig_object["/Type"]) == "/DocTimeStamp":
                stamp = validate_pdf_timestamp(one, trust)
                sound = stamp.intact and stamp.valid and stamp.trusted
                added, told = stamp.modification_level, stamp.summary()
            else:
                status = validate_pdf_signature(one, trust, ts_validation_context=trust)
                sound, added, told = status.bottom_line, status.modification_level, status.summary()
            if not sound or added is None or added > ModificationLevel.LTA_UPDATES:
                bad.append(f"{one.field_name}: {told}")
    return bad


def main() -> int:
    try:
        bad = judged(Path(sys.argv[1]), Path(sys.argv[2]))
    except Exception as error:  # noqa: BLE001 - whatever it raises, the file is not sound
        bad = [repr(error)]
    sys.stdout.write("\n".join(["BAD", *bad] if bad else ["GOOD"]) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
