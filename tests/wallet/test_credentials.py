"""A licence in a wallet: another implementation checks it, and sees how the licence stands now."""

from __future__ import annotations

import base64
import json
import subprocess
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.test import Client
from sd_jwt.common import SDJWTCommon, SDObj
from sd_jwt.issuer import SDJWTIssuer

from tests.documents.test_documents import issued
from tests.web.desk import page, words
from tests.web.test_receiving_pages import holders
from tests.world import World, build
from thanjai.documents import actions
from thanjai.documents.models import Document
from thanjai.domain.refusals import Refusal
from thanjai.domain.status_list import Standing
from thanjai.domain.status_list import standing_at as standing_in
from thanjai.kernel import jose, signatories
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.pdf.authority import TestAuthority
from thanjai.kernel.pdf.signing import CannotSign
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as, worker_at
from thanjai.wallet import credentials, statuses
from thanjai.wallet.credentials import credential
from thanjai.wallet.models import StatusPlace

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).with_name("verifier.mjs")
FIELDS = ("kind", "title", "number", "holder", "agency", "issued_on", "check_address", "valid_until")


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


@pytest.fixture
def paper(world: World) -> Document:
    return issued(world)


def holder_of(paper: Document) -> Actor:
    return Actor(Kind.BEARER, bearer=paper.bearer)


def made(paper: Document) -> str:
    with acting_as(holder_of(paper)):
        return credential(actor=holder_of(paper), document_id=paper.id)


def claims(token: str) -> dict[str, Any]:
    body = token.partition("~")[0].split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(body + "==")))


def listed(paper: Document) -> str:
    """The list in which the document stands, asked for anew over HTTP."""
    forget()
    with acting_as(PLATFORM):
        place = StatusPlace.objects.get(document_id=paper.id)
    answer = Client().get(f"/wallet/status/khonkaen/{place.list}")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/statuslist+jwt"
    return answer.content.decode()


def seen(paper: Document, token: str, *show: str, root: bytes | None = None, of: Any = None) -> dict[str, Any]:
    """What a stranger's program says of the credential, of which these fields are shown."""
    given = {
        "credential": of or made(paper), "token": token, "show": dict.fromkeys(show, True),
        "root": (root or signatories.authority().trust_roots[0]).decode(), "at": int(now().timestamp()),
    }  # fmt: skip
    told = subprocess.run(
        ["node", str(VERIFIER)], input=json.dumps(given), capture_output=True, text=True, check=True, timeout=60
    )
    return dict(json.loads(told.stdout))


def test_a_stranger_verifies_it_and_sees_only_what_is_shown(paper: Document) -> None:
    whole = made(paper)
    found = seen(paper, listed(paper), "number", "title", of=whole)
    payload, header = found["payload"], found["header"]
    assert (payload["number"], payload["title"]) == (paper.number, paper.title)
    assert not {"holder", "agency", "check_address"} & set(payload) and paper.holder not in json.dumps(found)
    assert header["typ"] == "dc+sd-jwt" and header["alg"] == "ES256" and payload["test"] is True
    assert found["status"] == Standing.VALID and found["asked"] == payload["status"]["status_list"]["uri"]
    everything = seen(paper, listed(paper), *FIELDS, "details", of=whole)["payload"]
    assert set(FIELDS) <= set(everything) and everything["holder"] == paper.holder


def test_what_stands_open_names_nobody(paper: Document) -> None:
    token = made(paper)
    told = claims(token)
    assert set(told) == {"iss", "iat", "nbf", "exp", "vct", "status", "details", "test", "_sd", "_sd_alg"}
    assert all(set(one) == {"..."} for one in told["details"]) and len(told["details"]) == len(paper.public)
    assert len(token.split("~")) == 2 + len(FIELDS) + len(paper.public)


def test_the_list_follows_suspension_its_lifting_revocation_and_the_end(world: World, paper: Document) -> None:
    token = made(paper)

    def status() -> int:
        return int(seen(paper, listed(paper), of=token)["status"])

    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=paper.id, reason="ไม่สะอาด")
    assert status() == Standing.SUSPENDED
    with acting_as(world.officer):
        actions.lift(actor=world.officer, document_id=paper.id, reason="แก้แล้ว")
    assert status() == Standing.VALID
    assert paper.valid_until is not None
    with standing_at(now() + timedelta(days=(paper.valid_until - paper.valid_from).days + 2)):
        assert "expired" in seen(paper, listed(paper), of=token)["error"], "its own time has run out as well"
        assert _standing(paper) == Standing.INVALID
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=paper.id, reason="ผิดซ้ำ")
    assert status() == Standing.INVALID


def _standing(paper: Document) -> int:
    """What the list says, read without the verifier."""
    bits = claims(listed(paper))["status_list"]["lst"]
    with acting_as(PLATFORM):
        place = StatusPlace.objects.get(document_id=paper.id).place
    return standing_in(zlib.decompress(base64.urlsafe_b64decode(bits + "==")), place)


@pytest.mark.parametrize("change", [lambda text: text.replace("~", "x~", 1), lambda text: f"{text[:-9]}AAAAAAAA~"])
def test_what_was_changed_is_not_verified(paper: Document, change: Callable[[str], str]) -> None:
    token = made(paper)
    assert "error" in seen(paper, listed(paper), "number", "title", of=change(token))


def test_a_strangers_root_verifies_nothing(paper: Document, tmp_path: Path) -> None:
    other = TestAuthority.create(tmp_path / "other", at=now())
    assert "leads nowhere" in seen(paper, "x", root=other.trust_roots[0], of=made(paper))["error"]


PRINTED = {
    "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd": "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4",
    "WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwgImZhbWlseV9uYW1lIiwgIkRvZSJd": "TGf4oLbgwd5JQaHyKVQZU9UdGE0w5rtDsrZzfUaomLo",
    "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIlVTIl0": "pFndjkZ_VCzmyTa6UjlZo3dh-ko8aIKQc9DlGzhaVYo",
    "WyJuUHVvUW5rUkZxM0JJZUFtN0FuWEZBIiwgIkRFIl0": "7Cf6JkPudry3lcbwHgeZ8khAv1U1OSlerP0VkBJrWZ0",
}
"""RFC 9901, section 5.1: disclosures of two properties and two members of a list, and their digests."""


def test_credentials_hide_and_disclose_as_the_specification_prints_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the specification's own salts, what we issue is what it prints."""
    told = [json.loads(base64.urlsafe_b64decode(one + "==")) for one in PRINTED]
    salts = iter(salt for salt, *_ in told)
    monkeypatch.setattr(SDJWTIssuer, "_generate_salt", lambda *_: next(salts))
    claims_of = {
        SDObj("given_name"): "John", SDObj("family_name"): "Doe", "nationalities": [SDObj("US"), SDObj("DE")]
    }  # fmt: skip
    made = credentials._Issuer(claims_of, TestAuthority.create(tmp_path / "x", at=now()).signer())
    payload = claims(made.sd_jwt_issuance)
    given, family, *nations = PRINTED.values()
    assert payload["_sd"] == sorted([given, family]) and payload["_sd_alg"] == "sha-256"
    assert payload["nationalities"] == [{"...": one} for one in nations]
    assert made.sd_jwt_issuance.split("~")[1:] == [*PRINTED, ""]


def test_a_digest_is_of_the_disclosure_as_it_is_sent() -> None:
    """RFC 9901, section 4.2.3: its bytes, and not another spelling of what it says."""
    printed = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    expected = "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    assert SDJWTCommon(serialization_format="compact")._b64hash(printed.encode()) == expected


def test_the_place_is_drawn_once_by_lot_and_the_next_list_begins_at_half(
    world: World, paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = claims(made(paper))["status"]
    assert claims(made(paper))["status"] == first, "the same document has the same place"
    monkeypatch.setattr(statuses, "FULL", 1)
    second = claims(made(issued(world, "T2")))["status"]["status_list"]
    assert second["uri"].endswith("/khonkaen/1") and first["status_list"]["uri"].endswith("/khonkaen/0")
    monkeypatch.setattr(statuses, "FULL", 3)
    drawn = iter([second["idx"], 7])
    monkeypatch.setattr(statuses.secrets, "randbelow", lambda most: next(drawn))
    third = claims(made(issued(world, "T3")))["status"]["status_list"]
    assert (third["idx"], third["uri"]) == (7, second["uri"]), "a place that is taken is drawn again"


def test_it_is_for_the_holder_alone_while_the_document_is_in_force(world: World, paper: Document) -> None:
    for actor in (PUBLIC, world.officer, Actor(Kind.BEARER, bearer="0" * 64), worker_at(world.agency)):
        with acting_as(actor), pytest.raises(Refusal, match="no_such_document"):
            credential(actor=actor, document_id=paper.id)
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=paper.id, reason="ไม่สะอาด")
    with pytest.raises(Refusal, match="not_in_force"):
        made(paper)
    with acting_as(PLATFORM):
        assert StatusPlace.objects.count() == 0, "nothing has happened"


def test_a_key_that_wallets_do_not_take_is_refused(tmp_path: Path) -> None:
    signer = signatories.signer()
    key = generate_private_key(65537, 2048)
    builder = x509.CertificateBuilder().subject_name(signer.certificate.subject).issuer_name(signer.certificate.subject)
    builder = builder.public_key(key.public_key()).serial_number(1).not_valid_before(now())
    certificate = builder.not_valid_after(now() + timedelta(days=1)).sign(key, hashes.SHA256())
    with pytest.raises(CannotSign, match="P-256"):
        jose.public_jwk(type(signer).from_key(key, certificate))


def test_keys_and_type_are_found_where_the_credential_says(paper: Document) -> None:
    token = made(paper)
    told, header = claims(token), json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    client = Client()
    issuer = client.get("/.well-known/jwt-vc-issuer/wallet/khonkaen").json()
    assert issuer["issuer"] == told["iss"] and issuer["jwks"]["keys"][0]["kid"] == header["kid"]
    assert "d" not in issuer["jwks"]["keys"][0]
    described = client.get(told["vct"].partition("localhost:8000")[2]).json()
    assert described["vct"] == told["vct"]
    assert {one["path"][0] for one in described["claims"]} == {*FIELDS, "details"}
    assert client.get("/wallet/status/khonkaen/9").status_code == 404
    assert client.get("/wallet/status/nobody/0").status_code == 404


def test_the_holder_takes_it_from_the_page_of_the_case(paper: Document) -> None:
    browser = holders(paper)
    path = f"/en/case/{paper.case_id}/wallet/{paper.id}/"
    assert path in page(browser, f"/en/case/{paper.case_id}/").xpath("//form/@action")
    assert browser.get(path).status_code == 405, "looking changes nothing"
    answer = browser.post(path)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/dc+sd-jwt"
    assert "no-store" in answer["Cache-Control"] and paper.check_code in answer["Content-Disposition"]
    assert "number" not in claims(answer.content.decode())
    assert Client().post(path).status_code == 404
    assert "keep it as you keep the paper" in words(browser.get(f"/en/case/{paper.case_id}/"))
