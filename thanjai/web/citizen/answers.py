"""From a posted page to answers, files and repeated groups included."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from thanjai.domain import form
from thanjai.domain.definition.fields import FileField, GroupField, Page, PlainField
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.citizen import uploads

if TYPE_CHECKING:
    from thanjai.cases.models import Draft


_INDEX = re.compile(r"[0-9]{1,4}")


class Posted:
    """One posted page. `values` has an entry for each of its questions; `faults` are files not taken."""

    def __init__(self, request: HttpRequest, draft: Draft, page: Page) -> None:
        self._request = request
        self._draft = draft
        self._raw: Mapping[str, list[str]] = dict(request.POST.lists())
        self.faults: list[form.FieldError] = []
        self.page = page
        self.action, _, self.object = request.POST.get("action", "").partition(":")
        self.values: dict[str, Any] = form.parse_page(page, self._raw)
        for field in page.fields:
            if isinstance(field, FileField):
                self.values[field.id] = self._files(field, field.id)
            elif isinstance(field, GroupField):
                self._group(field)
        self._change_items()

    def _files(self, field: FileField, name: str) -> list[dict[str, Any]] | None:
        """Those kept before, and those sent now; each is stored at once."""
        found = uploads.kept(self._draft, self._raw.get(f"{name}.kept", []))
        if self.action == "remove-file":
            owner, _, id = self.object.partition(":")
            found = [one for one in found if owner != name or one["id"] != id]
        for upload in self._request.FILES.getlist(name):
            if len(found) >= field.max_files:
                most = field.max_files
                self._fault(field, name, Text(th=f"แนบได้ไม่เกิน {most} ไฟล์", en=f"attach at most {most} files"))
                break
            try:
                entry = uploads.keep_upload(draft=self._draft, field=field, upload=upload)
            except Refusal as refusal:
                shown = uploads.safe_name(upload.name or "", field.accept[0])
                message = refusal.message
                self._fault(field, name, Text(th=f"“{shown}” {message.th}", en=f"“{shown}”: {message.en}"))
                continue
            if entry["sha256"] not in {one["sha256"] for one in found}:
                found.append(entry)
        return found or None

    def _fault(self, field: PlainField, name: str, remedy: Text) -> None:
        message = Text(th=f"{field.label.th}: {remedy.th}", en=f"{field.label.en}: {remedy.en}")
        found = re.fullmatch(r"(.+)-(\d+)-(.+)", name)
        path = ".".join(found.groups()) if found else name
        self.faults.append(form.FieldError(path, "file", message, self.page.id))

    def _group(self, group: GroupField) -> None:
        """The entries with their files. One whose only content is a file is kept as well."""
        holders = [field for field in group.fields if isinstance(field, FileField)]
        if not holders:
            return
        rows = []
        for index in self._indices(group):
            prefix = f"{group.id}-{index}-"
            row = form.parse_fields(group.fields, self._raw, prefix)
            row |= {field.id: self._files(field, prefix + field.id) for field in holders}
            if any(value not in (None, False, []) for value in row.values()):
                rows.append(row)
        self.values[group.id] = rows

    def _indices(self, group: GroupField) -> list[int]:
        pattern = re.compile(rf"{re.escape(group.id)}-(\d{{1,4}})-")
        found = {int(match.group(1)) for name in [*self._raw, *self._request.FILES] if (match := pattern.match(name))}
        return sorted(found)[: group.maximum + 1]

    def _change_items(self) -> None:
        """Take away the entry that the person removed."""
        if self.action != "remove-item":
            return
        id, _, index = self.object.partition(":")
        group = next((one for one in self.page.fields if one.id == id and isinstance(one, GroupField)), None)
        if isinstance(group, GroupField) and _INDEX.fullmatch(index):
            self.values[id] = self._without(group, int(index))

    def _without(self, group: GroupField, index: int) -> list[dict[str, Any]]:
        """Entries left blank were dropped while reading, so the one to remove is found by its inputs."""
        if any(isinstance(inner, FileField) for inner in group.fields):
            rows = self.values[group.id]
            return [*rows[:index], *rows[index + 1 :]]
        raw = {name: values for name, values in self._raw.items() if not name.startswith(f"{group.id}-{index}-")}
        return list(form.parse_fields((group,), raw)[group.id])
