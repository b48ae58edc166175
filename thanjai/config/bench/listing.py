"""Papers for a public register of any size, made by the database itself: as many as names and places of a country.

Names repeat as they do among people: some are everybody's, most are rare. Each paper has the words by which a real one
is found. They are copies of one licence that was really issued, with numbers, names, places and agencies of their own.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql

from thanjai.config.bench.planting import spread, table_columns

GIVEN: Final = (
    "สม วิ ประ ณัฐ ธน ชล กมล จิร อร ปิย สุ นภ ศิ พิม ธี วร อัญ เกียรติ บุญ ทอง",
    "ชาย พงษ์ วุฒิ ศักดิ์ ณี รัตน์ ชัย เดช ภา วรรณ ลักษณ์ นันท์ ธร กร สิทธิ์ ดา มล ยุทธ วิทย์ ฤทัย",
)
FAMILY: Final = (
    "แก้ว คำ ศรี พันธุ์ มณี สายสุข เจริญ รุ่ง ใจ ปัญญา อินทร์ จันทร์ ไชย วัฒน์ สินธุ์ เพชร พล นิล ทิพย์ บัว",
    "มงคล ประเสริฐ สวัสดิ์ เกษม วิไล สมบูรณ์ พิทักษ์ ดำรง รักษา สกุล พานิช ธรรม มั่น สุวรรณ โรจน์ กิจ นคร งาม ภิรมย์ บุรี",
    "วงศ์ ทรัพย์ ดี ผล ลาภ โชติ ยิ่ง เลิศ พรหม หาญ ชาติ ภักดี เสรี กุล ถาวร นาค ชูชื่น กล้า ละออ สถิต",
)
SHOPS: Final = "ครัว ตลาด ร้านอาหาร ร้านกาแฟ โรงงาน ข้าวต้ม ก๋วยเตี๋ยว เบเกอรี่ ขนมไทย น้ำดื่ม"
PLACES: Final = (
    "กรุงเทพมหานคร นครราชสีมา อุบลราชธานี ขอนแก่น ชลบุรี เชียงใหม่ บุรีรัมย์ อุดรธานี นครศรีธรรมราช ศรีสะเกษ สุรินทร์"
    " สงขลา ร้อยเอ็ด เชียงราย สมุทรปราการ ชัยภูมิ สกลนคร นนทบุรี ปทุมธานี นครสวรรค์ เพชรบูรณ์ สุราษฎร์ธานี มหาสารคาม"
    " นครปฐม กาฬสินธุ์ ระยอง กาญจนบุรี พิษณุโลก ราชบุรี สุพรรณบุรี นครพนม ลพบุรี นราธิวาส ลำปาง ฉะเชิงเทรา ปัตตานี เลย"
    " สระบุรี ตรัง ยโสธร กำแพงเพชร สมุทรสาคร ปราจีนบุรี สระแก้ว ตาก จันทบุรี หนองคาย ประจวบคีรีขันธ์ พัทลุง"
)
_INDEXES: Final = (
    "CREATE INDEX listedword_agency ON documents_listedword (agency_id, word, document_id)",
    "CREATE INDEX listedword_document ON documents_listedword (document_id, word)",
    "ALTER TABLE documents_listedword ADD CONSTRAINT documents_listedword_pkey PRIMARY KEY (word, document_id)",
)
# From the number of a paper what it says: the square of what chance gives makes the first of a list the commonest.
_ONE_OF: Final = """
CREATE FUNCTION pg_temp.one_of(n bigint, turn int, words text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT words[1 + floor(cardinality(words) * power((hashint8extended(n, turn) & 1048575)::float8 / 1048576, 2))::int]
$$
"""
_SAID: Final = sql.SQL("""
generate_series({first}::bigint, {last}::bigint - 1) n CROSS JOIN LATERAL (
    SELECT pg_temp.one_of(n, 1, {given}) || pg_temp.one_of(n, 2, {given_end}) AS given,
        pg_temp.one_of(n, 2, {given_end}) AS given_end, pg_temp.one_of(n, 3, {family}) AS family,
        pg_temp.one_of(n, 4, {family_middle}) AS family_middle, pg_temp.one_of(n, 5, {family_end}) AS family_end,
        pg_temp.one_of(n, 6, {shops}) AS shop, pg_temp.one_of(n, 7, {places}) AS place,
        lpad(to_hex(n), 12, '0') AS hex, lpad(n::text, 8, '0') AS serial
) said
""")
_ID: Final = "('00000000-0000-4000-8000-' || hex)::uuid"
_WORDS: Final = (
    "serial", "'fl'", "given", "given_end", "family || family_middle || family_end", "family_middle || family_end",
    "family_end", "shop || given", "place",
)  # fmt: skip


class Register:
    """Papers in the register of the benchmark's own database."""

    def __init__(self, owner: psycopg.Connection[Any], source: UUID, agencies: list[UUID]) -> None:
        self._owner, self._source, self._agencies, self.papers = owner, source, agencies, 0
        owner.execute(_ONE_OF)
        # What is copied refers to what its source does: nothing is to be looked up for each of millions.
        for table, name in self._references():
            owner.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
            )
        owner.execute("ALTER TABLE documents_document DISABLE TRIGGER USER")

    def grow(self, papers: int) -> None:
        """Have so many papers."""
        for index in ("listedword_agency", "listedword_document"):
            self._owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
        self._owner.execute("ALTER TABLE documents_listedword DROP CONSTRAINT documents_listedword_pkey")
        self._enter(self.papers, papers)
        self._owner.execute("SET maintenance_work_mem = '1GB'")
        for statement in _INDEXES:
            self._owner.execute(statement)
        self._owner.execute("VACUUM ANALYZE documents_document, documents_listedword")
        self.papers = papers

    def clear(self) -> None:
        """Give back the room of the words. The papers go with the database when the measuring is over."""
        self._owner.execute("TRUNCATE documents_listedword")

    def _references(self) -> list[tuple[str, str]]:
        found = self._owner.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid IN ('documents_document'::regclass, 'documents_listedword'::regclass)"
        )
        return [(str(table), str(name)) for table, name in found]

    def _enter(self, first: int, last: int) -> None:
        own: dict[str, sql.Composable] = {
            "id": sql.SQL(_ID),
            "number": sql.SQL("'FL-' || serial"),
            "check_code": sql.SQL("hex"),
            "step": sql.SQL("'bench-' || hex"),
            "holder": sql.SQL("given || ' ' || family || family_middle || family_end"),
            "public": sql.SQL(
                'jsonb_build_array(jsonb_build_object(\'label\', \'{"th": "ร้าน", "en": "Shop"}\'::jsonb, \'value\','
                " jsonb_build_object('th', shop || given || ' ' || place, 'en', shop || given || ' ' || place)))"
            ),
            "agency_id": spread(self._agencies),
            "issued_at": sql.SQL("now() - interval '10 years' + n * interval '1 minute'"),
            "listed": sql.SQL("true"),
        }
        names = table_columns(self._owner, "documents_document")
        self._owner.execute(
            sql.SQL("INSERT INTO documents_document ({}) SELECT {} FROM documents_document source, {} WHERE source.id = {}").format(
                sql.SQL(", ").join(map(sql.Identifier, names)),
                sql.SQL(", ").join(own.get(name, sql.Identifier("source", name)) for name in names),
                self._said(first, last), sql.Literal(self._source),
            )
        )  # fmt: skip
        self._owner.execute(
            sql.SQL("INSERT INTO documents_listedword (word, document_id, agency_id) SELECT w, {}, {} FROM {}, unnest(ARRAY[{}]) w").format(
                sql.SQL(_ID), spread(self._agencies), self._said(first, last), sql.SQL(", ".join(_WORDS)),
            )
        )  # fmt: skip

    def _said(self, first: int, last: int) -> sql.Composable:
        lists = {
            "given": GIVEN[0], "given_end": GIVEN[1], "family": FAMILY[0], "family_middle": FAMILY[1],
            "family_end": FAMILY[2], "shops": SHOPS, "places": PLACES,
        }  # fmt: skip
        literals = {name: sql.Literal(words.split()) for name, words in lists.items()}
        return _SAID.format(first=sql.Literal(first), last=sql.Literal(last), **literals)
