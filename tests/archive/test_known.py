"""The register knows a document by its file, also after that was stamped to last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.documents.test_documents import content, issued
from tests.kernel.pdf.animated import animated
from tests.world import build
from thanjai.documents import actions, selectors
from thanjai.kernel import signatories
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.lasting import Keeping, lengthen
from thanjai.kernel.tenancy import PUBLIC, acting_as

pytestmark = pytest.mark.django_db


def test_a_stamped_file_is_the_same_document_and_says_how_it_stands(tmp_path: Path, settings: Any) -> None:
    world = build("food-premises-licence")
    document = issued(world)
    with animated(tmp_path) as nation:
        settings.THANJAI_PRIVATE_HOSTS = [nation.place]
        by = Keeping(nation.stamps(), "sha256", signatories.trust_roots(), (nation.certificate("root"),))
        lasting = lengthen(content(document), by=by, at=now()).pdf
        lasting = lengthen(lasting, by=by, at=now()).pdf
    with acting_as(PUBLIC):
        assert selectors.by_pdf(lasting).status == "altered", "an authority that nobody here trusts"
    (tmp_path / "signatories.toml").write_text("stamp_trust = ['root.cert.pem']")
    settings.THANJAI_SIGNATORIES = str(tmp_path / "signatories.toml")
    signatories.signatories.cache_clear()
    try:
        with acting_as(PUBLIC):
            found = selectors.by_pdf(lasting)
            assert (found.status, found.check_code) == ("valid", document.check_code)
        with acting_as(world.officer):
            actions.suspend(actor=world.officer, document_id=document.id, reason="ไม่สะอาด")
        with acting_as(PUBLIC):
            assert selectors.by_pdf(lasting).status == "suspended"
            assert selectors.by_pdf(lasting + b"%").status == "altered"
    finally:
        settings.THANJAI_SIGNATORIES = ""
        signatories.signatories.cache_clear()
