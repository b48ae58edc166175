from __future__ import annotations

import io
import stat
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from asn1crypto import keys, pem, tsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.sign.timestamps import DummyTimeStamper
from pypdf import PdfReader

from tests.kernel.pdf.thai_papers import AT, licence
from thanjai.kernel import signatories
from thanjai.kernel.pdf.authority import TestAuthority
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.signing import CannotSign, Signer
from thanjai.kernel.pdf.speed import measure
from thanjai.kernel.pdf.verify import Status, inspect


def self_signed(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, *, stamps: bool = False) -> pyca.Certificate:
    name = pyca.Name([pyca.NameAttribute(pyca.NameOID.COMMON_NAME, "กรมทดสอบ")])
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
            "crl_sign",
        ),
        False,
    )
    draft = (
        pyca.CertificateBuilder(name, name, key.public_key(), pyca.random_serial_number())
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=3650))
        .add_extension(
            pyca.KeyUsage(digital_signature=True, content_commitment=True, key_cert_sign=False, **usage), True
        )
    )
    if stamps:
        draft = draft.add_extension(pyca.ExtendedKeyUsage([pyca.ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return draft.sign(key, hashes.SHA256())


def test_pdfsig_and_qpdf_accept_the_signature(signed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "licence.pdf"
    file.write_bytes(signed)
    told = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert "Mar 03 2026" in told
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


def test_a_signed_paper_is_still_pdf_a_3(signed: bytes, licence_pdf: bytes) -> None:
    before, after = (PdfReader(io.BytesIO(pdf)).root_object for pdf in (licence_pdf, signed))
    assert after["/Metadata"].get_object().get_data() == before["/Metadata"].get_object().get_data()  # type: ignore[attr-defined]
    assert "/Version" not in after
    assert signed.startswith(licence_pdf)


def test_the_signature_forbids_every_change(signed: bytes) -> None:
    certified = PdfReader(io.BytesIO(signed)).root_object["/Perms"]["/DocMDP"]  # type: ignore[index]
    assert certified["/Reference"][0]["/TransformParams"]["/P"] == 1
    assert certified["/Location"] == "อบต.น้ำคำ"


def test_a_paper_is_signed_once_only(signed: bytes, authority: TestAuthority) -> None:
    with pytest.raises(CannotSign):
        authority.signer().sign(signed, at=AT, reason="x", location="x")


def test_what_is_no_pdf_is_not_signed(authority: TestAuthority) -> None:
    with pytest.raises(CannotSign):
        authority.signer().sign(b"hello", at=AT, reason="x", location="x")


def test_the_authority_says_test_and_keeps_its_files_to_itself(authority: TestAuthority) -> None:
    assert authority.signer().is_test
    assert authority.signer().name.startswith("TEST")
    assert stat.S_IMODE(authority.directory.stat().st_mode) == 0o700
    files = list(authority.directory.iterdir())
    assert len(files) == 4
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_many_processes_making_the_authority_end_with_one(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "authority"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: TestAuthority.create(place, at=AT).trust_roots, range(8)))
    assert len(set(made)) == 1
    assert [entry.name for entry in place.parent.iterdir()] == ["authority"]


@pytest.mark.parametrize(
    "key",
    [ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)],
    ids=["P-256", "RSA-2048"],
)
def test_an_agency_signs_with_its_own_pkcs12_file(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, licence_pdf: bytes, tmp_path: Path
) -> None:
    certificate = self_signed(key)
    file = tmp_path / "agency.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"a", key, certificate, None, BestAvailableEncryption(b"secret"))
    )
    signer = Signer.from_pkcs12(file, b"secret")
    assert not signer.is_test
    pdf = signer.sign(licence_pdf, at=AT, reason="ออกใบอนุญาต", location="กรุงเทพ")
    finding = inspect(pdf, trust_roots=[certificate.public_bytes(Encoding.DER)])
    assert (finding.status, finding.signer) == (Status.OURS_VALID, "กรมทดสอบ")
    with pytest.raises(CannotSign):
        Signer.from_pkcs12(file, b"wrong")


def test_a_key_that_is_not_the_certificates_is_refused(authority: TestAuthority) -> None:
    with pytest.raises(CannotSign, match="belong together"):
        Signer.from_key(ec.generate_private_key(ec.SECP256R1()), authority.signer().certificate)


class Stamper:
    """A time-stamping authority on this machine."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(65537, 2048)
        self.root = self_signed(key, stamps=True).public_bytes(Encoding.DER)
        secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        stamps = DummyTimeStamper(x509.Certificate.load(self.root), keys.PrivateKeyInfo.load(secret), fixed_dt=AT)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
                answer = stamps.request_tsa_response(asked).dump()
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def stamper() -> Iterator[Stamper]:
    one = Stamper()
    thread = threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield one
    one.server.shutdown()
    thread.join()
    one.server.server_close()


def test_a_time_stamp_is_added_where_an_authority_is_named(
    stamper: Stamper, licence_pdf: bytes, authority: TestAuthority, settings: Any
) -> None:
    settings.THANJAI_PRIVATE_HOSTS = [urlsplit(stamper.url).netloc]
    pdf = authority.signer(timestamp_url=stamper.url).sign(licence_pdf, at=AT, reason="x", location="x")
    known = inspect(pdf, trust_roots=authority.trust_roots, stamp_roots=[stamper.root])
    assert (known.status, known.stamped_at) == (Status.OURS_VALID, AT)
    unknown = inspect(pdf, trust_roots=authority.trust_roots)
    assert (unknown.status, unknown.stamped_at) == (Status.OURS_VALID, None)


def test_a_silent_time_stamping_authority_stops_the_signature(licence_pdf: bytes, authority: TestAuthority) -> None:
    signer = authority.signer(timestamp_url="http://127.0.0.1:9/")
    with pytest.raises(CannotSign):
        signer.sign(licence_pdf, at=AT, reason="x", location="x")


def test_one_core_makes_at_least_twelve_signed_licences_a_second(fonts: Fonts, authority: TestAuthority) -> None:
    speed = measure(licence(), fonts=fonts, signer=authority.signer(), at=AT, papers=20)
    assert speed.per_core_second >= 12


def test_the_root_in_pem_is_a_certificate_authority(authority: TestAuthority) -> None:
    root = x509.Certificate.load(pem.unarmor(authority.trust_roots[0])[2])
    assert root.ca
    assert root.not_valid_after > AT


def test_the_authority_is_made_where_other_keys_were_first(tmp_path: Path, settings: Any) -> None:
    """A backup makes its key before the first paper is signed."""
    settings.THANJAI_KEYS = tmp_path
    (tmp_path / "backup-identity").write_text("a key")
    signatories.read_anew()
    try:
        assert signatories.authority().trust_roots
    finally:
        signatories.read_anew()
