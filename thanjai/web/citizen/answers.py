"""From a posted page to answers, files and repeated groups included."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from thanjai.domain import form
from thanjai.domain.definition.fields import FileField, GroupField, Page, PlainField
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.limits import wait_of
from thanjai.web.citizen import uploads


class Posted:
    """One posted page. `values` has an entry for each of its questions; `faults` are files not taken."""

    def __init__(self, request: HttpRequest, draft: uploads.Owner, page: Page) -> None:
        self._draft = draft
        self._is_too_often = bool(wait_of(request))
        self.faults: list[form.FieldError] = []
        self.page = page
        self.action, _, self.object = request.POST.get("action", "").partition(":")
        self._raw = self._remaining(request.POST)
        self._sent = self._remaining(request.FILES)
        self.values: dict[str, Any] = form.parse_page(page, self._raw)
        for field in page.fields:
            if isinstance(field, FileField):
                self.values[field.id] = self._files(field, field.id, field.id)
            elif isinstance(field, GroupField):
                self._group(field)

    def _remaining(self, posted: MultiValueDict[str, Any]) -> dict[str, list[Any]]:
        """All inputs by name, but those of the entry that the person takes away."""
        group, _, index = self.object.partition(":")
        gone = f"{group}-{index}-" if self.action == "remove-item" else None
        return {name: values for name, values in posted.lists() if gone is None or not name.startswith(gone)}

    def _files(self, field: FileField, name: str, path: str) -> list[dict[str, Any]] | None:
        """Those kept before, and those sent now; each is stored at once. Errors are told under `path`."""
        found = uploads.kept(self._draft, self._raw.get(f"{name}.kept", []))
        if self.action == "remove-file":
            owner, _, id = self.object.partition(":")
            found = [one for one in found if owner != name or one["id"] != id]
        for upload in self._sent.get(name, []):
            if len(found) >= field.max_files:
                most = field.max_files
                self._fault(field, path, Text(th=f"แนบได้ไม่เกิน {most} ไฟล์", en=f"attach at most {most} files"))
                break
            try:
                entry = self._kept(field, upload)
            except Refusal as refusal:
                shown, message = uploads.clean_name(upload.name or ""), refusal.message
                self._fault(field, path, Text(th=f"“{shown}” {message.th}", en=f"“{shown}”: {message.en}"))
                continue
            if entry["sha256"] not in {one["sha256"] for one in found}:
                found.append(entry)
        return found or None

    def _kept(self, field: FileField, upload: Any) -> dict[str, Any]:
        if self._is_too_often:
            raise uploads.too_often()
        return uploads.keep_upload(draft=self._draft, field=field, upload=upload)

    def _fault(self, field: PlainField, path: str, remedy: Text) -> None:
        message = Text(th=f"{field.label.th}: {remedy.th}", en=f"{field.label.en}: {remedy.en}")
        self.faults.append(form.FieldError(path, "file", message, self.page.id))

    def _group(self, group: GroupField) -> None:
        """The entries with their files. One whose only content is a file is kept as well."""
        holders = [field for field in group.fields if isinstance(field, FileField)]
        if not holders:
            return
        rows: list[dict[str, Any]] = []
        for index in self._indices(group):
            prefix, path = f"{group.id}-{index}-", f"{group.id}.{len(rows)}."
            row = form.parse_fields(group.fields, self._raw, prefix)
            row |= {field.id: self._files(field, prefix + field.id, path + field.id) for field in holders}
            if any(value not in (None, False, []) for value in row.values()):
                rows.append(row)
        self.values[group.id] = rows

    def _indices(self, group: GroupField) -> list[int]:
        pattern = re.compile(rf"{re.escape(group.id)}-(\d{{1,4}})-")
        found = {int(match.group(1)) for name in [*self._raw, *self._sent] if (match := pattern.match(name))}
        return sorted(found)[: group.maximum + 1]
