"""What certificate authorities say of their certificates now: OCSP answers, and lists where those do not answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import httpx
from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.errors import OCSPFetchError, OCSPValidationError
from pyhanko_certvalidator.fetchers.common_utils import format_ocsp_request, process_ocsp_response_data
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.util import get_ocsp_urls

from thanjai.kernel import outgoing

MOST_BYTES: Final = 1_000_000
SECONDS: Final = 10.0


@dataclass
class Told:
    """What was heard. `silent`: certificates, by name, of which nothing was heard although they say where to ask."""

    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)
    lists: dict[str, crl.CertificateList] = field(default_factory=dict)
    """By the addresses where they are published."""
    silent: list[str] = field(default_factory=list)

    @property
    def crls(self) -> list[crl.CertificateList]:
        return list({id(one): one for one in self.lists.values()}.values())


def asked(paths: list[ValidationPath]) -> Told:
    """Of all certificates in these chains but the roots. Authorities that are away are left out."""
    told, seen = Told(), set()
    for path in paths:
        for issuer, one in pairwise(path):
            if one.sha256 not in seen:
                seen.add(one.sha256)
                _ask(one, issuer, told)
    return told


def _ask(one: x509.Certificate, issuer: x509.Certificate, told: Told) -> None:
    if one.ocsp_no_check_value is not None:
        return
    places, lists = list(get_ocsp_urls(one)), [url for point in one.crl_distribution_points if (url := point.url)]
    answer = next((found for url in places if (found := _by_ocsp(url, one, issuer)) is not None), None)
    if answer is not None:
        told.ocsps.append(answer)
        return
    kept = next((found for url in lists if (found := told.lists.get(url) or _list(url)) is not None), None)
    if kept is not None:
        told.lists |= dict.fromkeys(lists, kept)
    elif places or lists:
        told.silent.append(one.subject.human_friendly)


def _by_ocsp(url: str, one: x509.Certificate, issuer: x509.Certificate) -> ocsp.OCSPResponse | None:
    request = format_ocsp_request(one, AuthorityWithCert(issuer), certid_hash_algo="sha1", request_nonces=False)
    content = _answer("POST", url, request.dump(), "application/ocsp-request")
    try:
        return process_ocsp_response_data(content, ocsp_request=request, ocsp_url=url) if content else None
    except (ValueError, OCSPFetchError, OCSPValidationError):
        return None


def _list(url: str) -> crl.CertificateList | None:
    content = _answer("GET", url)
    try:
        found = crl.CertificateList.load(pem.unarmor(content)[2] if pem.detect(content) else content, strict=True)
        found.native  # noqa: B018 - reads all of it, so that what is no list is found here
    except (ValueError, TypeError):
        return None
    return found


def _answer(method: str, url: str, content: bytes = b"", type: str = "") -> bytes:
    """Nothing, where nobody answers."""
    headers = {"Content-Type": type} if type else {}
    try:
        answer = outgoing.call(method, url, most=MOST_BYTES, seconds=SECONDS, content=content, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL):
        return b""
    return answer.content if answer.status == httpx.codes.OK else b""
