"""The thesaurus of the search, which is data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

from thanjai.domain.finding.thesaurus import Thesaurus

WORDS: Final = Path(__file__).with_name("words.yaml")


@cache
def thesaurus() -> Thesaurus:
    """Other words for the same, read once."""
    data = YAML(typ="safe").load(WORDS.read_text(encoding="utf-8"))
    return Thesaurus(data["same"], data["means"])
