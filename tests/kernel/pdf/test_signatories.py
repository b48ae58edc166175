"""Who signs for which agency, as the installation's file says: files, a real device behind PKCS #11, time stamps."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from tests.kernel.pdf.thai_papers import AT, licence
from thanjai.config.readiness import Level, signing
from thanjai.kernel import clock, papers, signatories
from thanjai.kernel.pdf.authority import _usage
from thanjai.kernel.pdf.verify import Status, inspect

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def certificate(
    name: str, key: Key, *, days: int = 400, issuer: tuple[x509.Certificate, Key] | None = None
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above, signs = (issuer[0].subject, issuer[1]) if issuer else (subject, key)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(above).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1)).not_valid_after(AT + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(_usage(issues=issuer is None), critical=True)
    )  # fmt: skip
    return made.sign(signs, hashes.SHA256())


@pytest.fixture
def root(tmp_path: Path) -> tuple[x509.Certificate, Key]:
    key = ec.generate_private_key(ec.SECP256R1())
    own = certificate("Root of the Nation", key)
    (tmp_path / "root.pem").write_bytes(own.public_bytes(Encoding.PEM))
    return own, key


@pytest.fixture
def say(tmp_path: Path, settings: Any) -> Iterator[Any]:
    """Write the file of signatories; it is read anew."""
    settings.THANJAI_KEYS = tmp_path / "keys"

    def write(text: str) -> None:
        place = tmp_path / "signatories.toml"
        place.write_text(text)
        settings.THANJAI_SIGNATORIES = str(place)
        signatories.read_anew()

    with clock.standing_at(AT):
        signatories.read_anew()
        yield write
    signatories.read_anew()


def in_file(
    folder: Path, name: str, root: tuple[x509.Certificate, Key], *, passphrase: str = "", days: int = 400
) -> None:
    key = rsa.generate_private_key(65537, 2048)
    own = certificate(name, key, days=days, issuer=root)
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    (folder / f"{name}.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, own, None, lock))
    (folder / f"{name}.pass").write_text(passphrase)


def signed_for(code: str) -> bytes:
    paper = licence()
    head = paper.letterhead.model_copy(update={"code": code})
    return papers.signed(paper.model_copy(update={"letterhead": head}), at=AT, reason="x", location="x")


def signer_of(pdf: bytes) -> tuple[Status, str | None]:
    found = inspect(pdf, trust_roots=signatories.trust_roots())
    return found.status, found.signer


def test_without_a_file_papers_say_test(say: Any) -> None:
    status, name = signer_of(signed_for("KKC"))
    assert status is Status.OURS_VALID and name and name.startswith("TEST") and papers.is_test("KKC")


def test_each_agency_signs_with_its_own_certificate_and_others_with_the_default(
    say: Any, tmp_path: Path, root: tuple[x509.Certificate, Key]
) -> None:
    in_file(tmp_path, "Platform", root)
    in_file(tmp_path, "Khon Kaen", root, passphrase="open sesame")
    say("""
        trust = ["root.pem"]
        [default]
        pkcs12 = "Platform.p12"
        [agency.KKC]
        pkcs12 = "Khon Kaen.p12"
        passphrase_file = "Khon Kaen.pass"
    """)
    assert signer_of(signed_for("KKC")) == (Status.OURS_VALID, "Khon Kaen")
    assert signer_of(signed_for("HKW")) == (Status.OURS_VALID, "Platform")
    assert not papers.is_test("KKC")


@pytest.fixture
def device(tmp_path: Path, root: tuple[x509.Certificate, Key], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A token of SoftHSM with a key in it; the folder of its certificate and PIN."""
    if not LIBRARY.exists():
        pytest.fail("There is no SoftHSM here. Install it with: sudo apt-get install -y softhsm2")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    key = rsa.generate_private_key(65537, 2048)
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    tool = ["softhsm2-util", "--module", str(LIBRARY)]
    for words in (
        ["--init-token", "--free", "--label", "khon-kaen", "--pin", "1234", "--so-pin", "5678"],
        [
            "--import",
            str(tmp_path / "key.pem"),
            "--token",
            "khon-kaen",
            "--label",
            "papers",
            "--id",
            "A1",
            "--pin",
            "1234",
        ],
    ):
        subprocess.run([*tool, *words], check=True, capture_output=True, env=dict(os.environ))
    (tmp_path / "key.pem").unlink()
    own = certificate("Khon Kaen in a device", key, issuer=root)
    (tmp_path / "own.pem").write_bytes(own.public_bytes(Encoding.PEM))
    (tmp_path / "pin").write_text("1234")
    return tmp_path


DEVICE = f"""
trust = ["root.pem"]
[agency.KKC]
pkcs11 = "{LIBRARY}"
token = "khon-kaen"
key = "papers"
pin_file = "pin"
certificate = "own.pem"
"""


def test_a_key_in_a_device_signs(say: Any, device: Path) -> None:
    say(DEVICE)
    pdf = signed_for("KKC")
    assert signer_of(pdf) == (Status.OURS_VALID, "Khon Kaen in a device")
    (device / "one.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdfsig", "-nocert", str(device / "one.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in told
    (wrong,) = [line for line in signing.signatures() if "device" in line.what]
    assert wrong.level is Level.GOOD


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("stamp = 3", "stamp: Input should be a valid string"),
        ("[default]\npkcs12 = 'a.p12'\npkcs11 = 'b.so'", "default: Value error, give pkcs12, a file, or pkcs11"),
        ("[agency.KKC]\npkcs11 = 'b.so'", "agency.KKC: Value error, a device also wants token"),
        ("colour = 'red'", "colour: Extra inputs are not permitted"),
        ("[default", "is no TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(say: Any, text: str, told: str) -> None:
    say(text)
    with pytest.raises(signatories.BadSignatories) as raised:
        signatories.signer("KKC")
    assert told in str(raised.value)


def test_a_file_that_is_not_there_or_not_opened_is_named(say: Any, tmp_path: Path, root: Any) -> None:
    say("[default]\npkcs12 = 'nowhere.p12'")
    with pytest.raises(signatories.BadSignatories, match=r"default: .*nowhere\.p12: No such file"):
        signatories.signer()
    in_file(tmp_path, "Locked", root, passphrase="x")
    say("[default]\npkcs12 = 'Locked.p12'")
    with pytest.raises(signatories.BadSignatories, match=r"Locked\.p12 cannot be opened"):
        signatories.signer()
    (bad,) = [one for one in signing.signatures() if one.level is Level.BAD]
    assert "nothing can be signed" in bad.what


@pytest.mark.parametrize(
    ("days", "level", "told"),
    [(400, Level.GOOD, "are signed by Platform"), (20, Level.THINK, "ends on"), (-0, Level.BAD, "ran out")],
)
def test_the_check_tells_of_certificates_that_end(
    say: Any, tmp_path: Path, root: Any, days: int, level: Level, told: str
) -> None:
    in_file(tmp_path, "Platform", root, days=days)
    say("trust = ['root.pem']\n[default]\npkcs12 = 'Platform.p12'")
    assert any(one.level is level and told in one.what for one in signing.signatures())


def test_the_check_tells_of_a_root_that_is_missing(say: Any, tmp_path: Path, root: Any) -> None:
    in_file(tmp_path, "Platform", root)
    say("[default]\npkcs12 = 'Platform.p12'")
    assert any(one.level is Level.BAD and "is not trusted here" in one.what for one in signing.signatures())


def test_a_digest_that_is_weak_is_not_that_of_new_stamps(say: Any) -> None:
    say('stamp = "https://x"\nstamp_trust = ["root.pem"]\nlasting = true\nweak = ["sha256"]')
    with pytest.raises(signatories.BadSignatories, match="name a stronger digest"):
        signatories.signatories()
