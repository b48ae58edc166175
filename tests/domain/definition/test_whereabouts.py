"""Places are called by names and told in words; what is let stand stays with what it is about."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import pack
from thanjai.domain.definition.editing import Rename, apply
from thanjai.domain.definition.plainness.drafting import plain_so_far
from thanjai.domain.definition.walking import named, texts
from thanjai.domain.definition.whereabouts import dotted, place_words, placed, way_in_words

BODY: dict[str, Any] = {
    "title": {"th": "นม", "en": "Milk"},
    "form": {"pages": [
        {"id": "who", "title": {"th": "ใคร", "en": "Who"}, "fields": [
            {"id": "pupils", "type": "group", "label": {"th": "เด็ก"}, "fields": [{"id": "school", "type": "text"}]},
        ]},
        {"id": "who-else", "fields": []},
    ]},
    "steps": [{"id": "check", "title": {"th": " ", "en": ""}}, {}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ((), "The whole service"),
        (("title", "en"), "Title › English"),
        (("form", "pages", 0), "Form › Who"),
        (("form", "pages", 0, "fields", 0, "label", "th"), "Form › Who › เด็ก › Wording › Thai"),
        (("form", "pages", 0, "fields", 0, "fields", 0), "Form › Who › เด็ก › school"),
        (("steps", 0), "Steps › check"),
        (("steps", 1, "when"), "Steps › number 2 › Applies when"),
    ],
)
def test_a_place_in_words(where: tuple[str | int, ...], words: str) -> None:
    assert place_words(BODY, where).en == words


def test_names_lead_to_places_and_back() -> None:
    assert placed(BODY, ("form", "pages", "who", "fields", "pupils", "label")) == (
        "form", "pages", 0, "fields", 0, "label",
    )  # fmt: skip
    assert dotted(BODY, ("form", "pages", 0, "fields", 0)) == "form.pages.who.fields.pupils"
    assert placed(BODY, ("steps", "1")) == ("steps", 1)
    assert placed(BODY, ("form", "pages", "gone")) is None and placed(BODY, ("title", "en", "x")) is None


def test_what_is_gone_is_still_told_in_words() -> None:
    assert way_in_words(BODY, ("form", "pages", "who", "guidance", "th")).en == "Form › Who › Guidance › Thai"
    assert way_in_words(BODY, ("fees", "permit", "ceiling_baht")).en == "Fees › permit › The most the law allows (baht)"


def test_the_body_and_the_model_call_places_alike() -> None:
    definition = pack("school-milk-to-homes")
    body = definition.model_dump(mode="json")
    for where, _text in texts(definition):
        assert dotted(body, where) == named(definition, where)


@pytest.mark.parametrize(
    ("path", "name", "where"),
    [
        (("form", "pages", 0, "id"), "which", "form.pages.which.fields.pupils.fields.school"),
        (("form", "pages", 0, "fields", 0, "id"), "children", "form.pages.who.fields.children.fields.school"),
        (("form", "pages", 0, "fields", 0, "fields", 0, "id"), "place", "form.pages.who.fields.pupils.fields.place"),
        (("form", "pages", 1, "id"), "other", "form.pages.who.fields.pupils.fields.school"),
        (("steps", 0, "id"), "look", "form.pages.who.fields.pupils.fields.school"),
    ],
)
def test_what_is_let_stand_follows_a_new_name(path: tuple[str | int, ...], name: str, where: str) -> None:
    accepted = [{"code": "x", "where": "form.pages.who.fields.pupils.fields.school"}, {"code": "y"}]
    body = {**BODY, "accepted": accepted}
    done = apply(body, Rename(path=path, name=name))
    assert [one.get("where") for one in done.body["accepted"]] == [where, None]
    assert apply(done.body, done.inverse).body == body


def test_hard_texts_of_half_a_definition_are_named() -> None:
    official = "ทั้งนี้ ผู้ประสงค์ขอต้องยื่นคำขอดังกล่าวพร้อมเอกสารตามที่กำหนดโดยอนุโลม"
    thai, english = plain_so_far({"summary": {"th": official}, "law": [{"says": {"th": official}}]})
    assert [(one.where, one.words) for one in thai.hard] == [(("summary", "th"), official)]
    assert thai.score is not None and not thai.is_plain
    assert english.score is None and english.is_plain and english.hard == ()
