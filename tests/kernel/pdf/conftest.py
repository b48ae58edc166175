from __future__ import annotations

from pathlib import Path

import pytest

from tests.kernel.pdf.thai_papers import AT, PAPERS
from thanjai.kernel.pdf.authority import TestAuthority
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import render_paper

SARABUN = Path(__file__).parents[3] / "node_modules/@expo-google-fonts/sarabun"


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts(SARABUN)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority.create(tmp_path_factory.mktemp("authority") / "test", at=AT)


@pytest.fixture(scope="session")
def licence_pdf(fonts: Fonts) -> bytes:
    return render_paper(PAPERS["licence"], fonts=fonts, at=AT)


@pytest.fixture(scope="session")
def signed(licence_pdf: bytes, authority: TestAuthority) -> bytes:
    return authority.signer().sign(licence_pdf, at=AT, reason="ออกใบอนุญาต", location="อบต.น้ำคำ")
