"""The files that answer a page, made from their names, beside what a browser would post of it.

Used by the walk through the platform, by tests in a browser and by the benchmark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thanjai.config.demo.attachments import Attachment, attachment
from thanjai.domain.definition.fields import FileField, Page
from thanjai.domain.form.posting import Posted, inputs, posted, posted_fields

__all__ = ["Posted", "Upload", "posted", "posted_fields", "uploads"]


@dataclass(frozen=True)
class Upload:
    """A file for the input `name`. `path` is the answer it belongs to, as an error's path has it."""

    name: str
    path: str
    file: Attachment


def uploads(page: Page, answers: Mapping[str, Any]) -> list[Upload]:
    """The files that answer a page, made from their names; an answer's file is anything with a `name`."""
    found = []
    for name, field, value in inputs(page.fields, answers):
        if isinstance(field, FileField):
            path = name.replace("-", ".")
            found += [Upload(name, path, attachment(one["name"])) for one in value]
    return found
