"""The texts of a service by which people find it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from thanjai.domain.text import Text


def found_by(body: Mapping[str, Any]) -> dict[str, list[str]]:
    """Of a published definition as it is stored: title, keywords, summary, and what its manual and papers say."""
    manual = [*texts_of(body["manual"]), *texts_of([paper.get("title") for paper in body.get("papers", ())])]
    return {
        "title": _both(body["title"]),
        "keywords": list(body.get("keywords", ())),
        "summary": _both(body["summary"]),
        "manual": [words for text in (*manual, *texts_of(body.get("owner"))) for words in (text.th, text.en)],
    }


def _both(value: Any) -> list[str]:
    return [words for text in texts_of(value) for words in (text.th, text.en)]


def texts_of(value: Any) -> Iterator[Text]:
    """Every text in both languages below a value."""
    if isinstance(value, Mapping):
        if value.keys() == {"th", "en"}:
            yield Text.model_construct(th=value["th"], en=value["en"])
        else:
            for part in value.values():
                yield from texts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_of(part)
