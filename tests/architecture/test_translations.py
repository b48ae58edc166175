"""Every text of a page has its Thai, said with the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "thanjai" / "locale" / "th" / "LC_MESSAGES" / "django.po"
WAY_OUT = "run `make messages`, then translate in thanjai/locale/th/LC_MESSAGES/django.po"
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}")
_THAI = re.compile(r"[ก-๛]")


@cache
def _in_code() -> dict[str, str]:
    """Every text to translate, with the file that says it."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: dict[str, str] = {}
    for file, _line, text, _comments, _context in extract_from_dir(ROOT / "thanjai", methods, options):
        found.setdefault(text if isinstance(text, str) else text[0], file)
    return found


@cache
def _catalogue() -> Catalog:
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="th")


def _strings(message: Message) -> Iterator[str]:
    yield from [message.string] if isinstance(message.string, str) else message.string


def test_every_text_in_code_and_templates_is_translated() -> None:
    assert len(_in_code()) > 50
    missing = {}
    for text, file in _in_code().items():
        message = _catalogue().get(text)
        if message is None or message.fuzzy or not all(_strings(message)):
            missing[text] = file
    assert missing == {}, WAY_OUT


def test_a_translation_keeps_the_placeholders() -> None:
    wrong = []
    for message in _catalogue():
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set(_PLACEHOLDER.findall(ids[-1]))
        wrong += [text for text in _strings(message) if message.id and set(_PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


def test_a_translation_is_in_thai() -> None:
    strings = [(message.id, text) for message in _catalogue() if message.id for text in _strings(message)]
    assert [id for id, text in strings if not _THAI.search(text)] == []
