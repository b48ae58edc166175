"""A service made short: as much of it as can be published."""

from __future__ import annotations

from typing import Any

from thanjai.config.demo.packs import load_pack


def shortened(service: str) -> dict[str, Any]:
    """The definition of the request for help with its first and last parts, so that the checks find no error in it."""
    body: dict[str, Any] = load_pack(service).definition.model_dump(
        mode="json", exclude_defaults=True, exclude_none=True
    )
    body["law"] = body["law"][:1]
    for name in ("criteria", "channels", "complaints"):
        body["manual"][name] = body["manual"][name][:1]
    body["manual"]["evidence"] = body["manual"]["evidence"][:1]
    who, _, what, *_others = body["form"]["pages"]
    who["fields"] = [who["fields"][0], who["fields"][2], who["fields"][3]]
    what["fields"] = what["fields"][1:2]
    what["show_when"] = "for_whom == 'myself'"
    body["form"]["pages"] = [who, what]
    body.pop("applicant_phone")
    body["steps"] = [one for one in body["steps"] if one["id"] != "visit"]
    body["deadlines"] = [
        one for one in body["deadlines"] if one["id"] in ("decide_on_it", "tell_the_result", "the_applicant_mends")
    ]
    body["papers"][0]["items"] = body["papers"][0]["items"][:1]
    return body
