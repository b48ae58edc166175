"""Every example of the guide is run as it stands there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from tests.api.conftest import ROOT
from tests.world import World
from thanjai.documents.models import Document

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.strip().splitlines()]


def run(command: str) -> Any:
    """What curl would send."""
    program, *words = shlex.split(command)
    assert program == "curl"
    headers, body, address = {}, None, ""
    while words:
        match words.pop(0):
            case "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            case "-d":
                body = words.pop(0)
            case "-i":
                pass
            case given:
                address = given
    parts = urlsplit(address)
    assert parts.netloc == "localhost:8000" and parts.path.startswith(ROOT)
    place = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if body is None:
        return Client().get(place, headers=headers)
    return Client().post(place, body, content_type=headers.pop("Content-Type"), headers=headers)


def test_the_examples_work(world: World, document: Document, receipt: dict[str, str]) -> None:
    real = {
        "7C4D-Q2KX-M9TA": document.check_code, "69-KKC-000042-1": receipt["number"],
        "K7QF-3M2P-9XTD": receipt["code"], "the-etag-you-have": Client().get(f"{ROOT}agencies")["ETag"].strip('"'),
    }  # fmt: skip
    statuses = []
    for example in EXAMPLES:
        for written, meant in real.items():
            example = example.replace(written, meant)
        answer = run(example)
        statuses.append(answer.status_code)
        if answer.status_code == 200:
            told = answer.json()
            assert told.get("items", True) and told.get("documents", [{"status": "valid"}])
    assert statuses == [200] * 14 + [304, 422]


def test_the_fault_that_is_shown_is_the_one_that_comes(world: World) -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert run(EXAMPLES[-1]).json() == json.loads(shown)


def test_the_description_is_complete(db: None) -> None:
    """Every operation, parameter and answer says what it is; what is sent has an example that is right."""
    told = Client().get(f"{ROOT}openapi.json").json()
    assert told["openapi"] == "3.1.0" and told["info"]["version"] and told["security"] == []
    operations = [one for place in told["paths"].values() for one in place.values()]
    assert len(operations) == 16
    for one in operations:
        assert one["summary"] and one["description"] and one["tags"] and one["operationId"]
        assert all(parameter["description"] for parameter in one["parameters"])
        assert {"200", "400", "404", "405", "422", "500"} <= one["responses"].keys()
        for status, answer in one["responses"].items():
            assert answer["description"]
            if status.startswith(("4", "5")):
                (content,) = answer["content"].values()
                assert content["examples"]["english"]["value"]["status"] == int(status)
    for place in ("documents/check", "cases/track"):
        sent = told["paths"][ROOT + place]["post"]
        assert {"413", "415", "429"} <= sent["responses"].keys()
        name = sent["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert told["components"]["schemas"][name]["examples"] and sent["requestBody"]["required"]
    assert "http" not in re.sub(r"https?://(?:localhost|json-schema\.org)[^\"]*", "", json.dumps(told))
