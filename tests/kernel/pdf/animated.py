"""A certificate authority with time stamps, OCSP and revocation lists: certomancer in a process of its own.

`python -m tests.kernel.pdf.animated FOLDER [MOMENT]` makes keys and certificates in the folder, unless they are there,
says on its first line where it listens, and answers until it is ended; as if it were MOMENT.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

ROOT = Path(__file__).parents[3]
KEYS = ("root", "signer", "tsa", "later-tsa", "brief-tsa", "ocsp")
BRIEF = timedelta(days=5)
"""So long from today the certificate of `brief-tsa` lasts."""
LATER = datetime.fromisoformat("2030-06-01T00:00:00+00:00")


@dataclass(frozen=True)
class Authority:
    folder: Path
    url: str

    @property
    def place(self) -> str:
        return self.url.removeprefix("http://")

    def stamps(self, label: str = "tsa") -> str:
        return f"{self.url}/nation/tsa/{label}"

    def certificate(self, label: str) -> bytes:
        return (self.folder / f"{label}.cert.pem").read_bytes()

    def signatories(self, label: str = "tsa", *further: str) -> Path:
        """A file of signatories by which the signer signs papers that last, stamped by `label`."""
        key = serialization.load_pem_private_key((self.folder / "signer.key.pem").read_bytes(), None)
        own = x509.load_pem_x509_certificate(self.certificate("signer"))
        stored = pkcs12.serialize_key_and_certificates(b"x", key, own, None, serialization.NoEncryption())  # type: ignore[arg-type]
        (self.folder / "signer.p12").write_bytes(stored)
        place, root = self.folder / "signatories.toml", '["root.cert.pem"]'
        lines = (
            f'stamp = "{self.stamps(label)}"',
            f"stamp_trust = {root}",
            f"trust = {root}",
            "lasting = true",
            *further,
        )
        place.write_text("\n".join((*lines, "[default]", 'pkcs12 = "signer.p12"')))
        return place


@contextmanager
def animated(folder: Path, at: datetime | None = None, *, port: int = 0) -> Iterator[Authority]:
    words = [
        sys.executable,
        "-m",
        "tests.kernel.pdf.animated",
        str(folder),
        str(port),
        *([at.isoformat()] if at else []),
    ]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stderr is not None
    try:
        url = process.stdout.readline().strip()
        assert url, process.stderr.read()
        yield Authority(folder, url)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def _certificate(usage: list[str], until: str, **more: Any) -> dict[str, Any]:
    extensions: list[dict[str, Any]] = [
        {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": usage}}
    ]
    if purpose := more.pop("purpose", None):
        extensions.append({"id": "extended_key_usage", "critical": True, "value": [purpose]})
    if more.pop("asked", False):
        extensions += [
            {
                "id": "crl_distribution_points",
                "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}},
            },
            {
                "id": "authority_information_access",
                "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["root"]}},
            },
        ]
    extensions += more.pop("further", [])
    validity = {"valid-from": more.pop("since", "2020-01-01T00:00:00+0000"), "valid-to": f"{until}T00:00:00+0000"}
    return {"issuer": "root", "validity": validity, "extensions": extensions, **more}


def _described() -> dict[str, Any]:
    authority = [{"id": "basic_constraints", "critical": True, "value": {"ca": True}}]
    stamps = {"purpose": "time_stamping", "asked": True}
    certificates = {
        "root": _certificate(["digital_signature", "key_cert_sign", "crl_sign"], "2500-01-01", further=authority)
        | {"subject": "root", "subject-key": "root", "authority-key": "root"},
        "signer": _certificate(["digital_signature", "non_repudiation"], "2027-06-01", asked=True),
        "tsa": _certificate(["digital_signature"], "2031-01-01", **stamps),
        "later-tsa": _certificate(["digital_signature"], "2060-01-01", **stamps),
        "brief-tsa": _certificate(["digital_signature"], f"{date.today() + BRIEF}", **stamps),
        "ocsp": _certificate(["digital_signature"], "2100-01-01", purpose="ocsp_signing", further=[{"id": "ocsp_no_check"}]),
    }  # fmt: skip
    return {
        "keysets": {"nation": {"keys": {name: {"path": f"{name}.key.pem"} for name in KEYS}}},
        "pki-architectures": {
            "nation": {
                "keyset": "nation",
                "entity-defaults": {"country-name": "TH", "organization-name": "Authority for tests"},
                "entities": {name: {"common-name": f"The {name}"} for name in KEYS},
                "certs": certificates,
                "services": {
                    "ocsp": {"root": {"for-issuer": "root", "responder-cert": "ocsp", "signing-key": "ocsp"}},
                    "crl-repo": {"root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P30D"}},
                    "time-stamping": {name: {"signing-key": name, "signing-cert": name} for name in ("tsa", "later-tsa", "brief-tsa")},
                },
            }
        },
    }  # fmt: skip


def _make_keys(folder: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    for name in KEYS:
        place = folder / f"{name}.key.pem"
        if not place.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            place.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def main(folder: Path, port: int, at: datetime | None) -> None:
    import yaml
    from certomancer.integrations.animator import Animator, AnimatorArchStore
    from certomancer.registry import ArchLabel, CertLabel
    from certomancer.registry.config import CertomancerConfig
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from werkzeug.serving import make_server

    _make_keys(folder)
    answering: list[Any] = []
    server = make_server("127.0.0.1", port, lambda environ, start: answering[0](environ, start), threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    config = CertomancerConfig.from_yaml(yaml.safe_dump(_described()), str(folder), external_url_prefix=url)
    nation = config.get_pki_arch(ArchLabel("nation"))
    for name in KEYS:
        made = x509.load_der_x509_certificate(nation.get_cert(CertLabel(name)).dump())
        (folder / f"{name}.cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    answering.append(Animator(AnimatorArchStore({ArchLabel("nation"): nation}), at_time=at, with_web_ui=False))
    print(url, flush=True)  # noqa: T201 - whoever started it reads this
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]) if len(sys.argv) > 3 else None)
