"""A definition with a mistake: the line, what is wrong and what to do about it, and nothing is published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.world import PACKS
from thanjai.config.commands.packs import command

SOURCE = (PACKS / "food-premises-licence" / "service.yaml").read_text(encoding="utf-8")
_MARK = re.compile(r"^  (?P<path>\S+):(?P<line>\d+): error: (?P<message>.*[^\]])(?P<source> \[.+\])?$", re.MULTILINE)


def check(folder: Path, text: str) -> Result:
    """`thanjai packs check` on a definition of one's own."""
    pack = folder / "my-service"
    pack.mkdir(exist_ok=True)
    (pack / "service.yaml").write_text(text, encoding="utf-8")
    return CliRunner().invoke(command, ["check", str(pack)])


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_sound_copy_passes(tmp_path: Path) -> None:
    result = check(tmp_path, SOURCE)
    assert result.exit_code == 0 and result.output.startswith("my-service: ok")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("show_when: applicant_kind == 'person'", "show_when: applicant_kinds == 'person'", "applicant_kinds"),
        ("show_when: applicant_kind == 'person'", "show_when: applicant_kind ==", "show_when"),
        ("type: national_id", "type: nationalid", "Choose from 'text'"),
        ("kind: decide", "kind: decides", "Choose from 'check'"),
    ],
)
def test_a_mistake_is_shown_with_its_line_and_the_remedy_in_both_languages(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert right in SOURCE, "the definition has changed; choose another mistake"
    broken = SOURCE.replace(right, wrong, 1)
    result = check(tmp_path, broken)
    assert result.exit_code == 1 and "Traceback" not in result.output
    found = [match for match in _MARK.finditer(result.output) if said in match["message"]]
    assert found, result.output
    assert found[0]["path"].endswith("my-service/service.yaml")
    assert abs(int(found[0]["line"]) - line_of(broken, wrong)) <= 3, result.output
    assert re.search(r"[ก-๛]", found[0]["message"])


@pytest.mark.parametrize("text", ["", "a: [", "- 1\n- 2", "id: x\n\tname: y", "\x00", "title: &a [*a]", "a: 1\na: 2"])
def test_what_is_no_definition_at_all_is_said_in_words(tmp_path: Path, text: str) -> None:
    result = check(tmp_path, text)
    assert result.exit_code == 1 and _MARK.search(result.output), result.output
    assert not result.exception or isinstance(result.exception, SystemExit)


def test_what_is_found_is_named_by_its_code_and_accepted_warnings_by_their_reason(tmp_path: Path) -> None:
    result = check(tmp_path, SOURCE.replace("amount: 10, unit: working_day", "amount: 16, unit: working_day", 1))
    assert result.exit_code == 0
    assert re.search(r"service\.yaml:\d+: warning: slower_than_standard: ", result.output)
    assert re.search(r"service\.yaml:\d+: accepted: civil_register_knows: .* Accepted: No connection", result.output)
    assert re.search(
        r"^my-service: ok, 1 warning, 4 accepted, .*plainness th \d+, en \d+$", result.output, re.MULTILINE
    )


def test_a_rule_is_explained_by_its_code() -> None:
    told = CliRunner().invoke(command, ["check", "--explain", "unreachable"])
    assert told.exit_code == 0
    for part in ("unreachable (error)", "Source: ", "Remedy: ", "Example:"):
        assert part in told.output
    unknown = CliRunner().invoke(command, ["check", "--explain", "unreachabl"])
    assert unknown.exit_code == 1 and "Did you mean unreachable" in unknown.output


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    broken = SOURCE.replace("type: national_id", "type: nationalid").replace("kind: decide", "kind: decides")
    result = check(tmp_path, broken)
    assert len(_MARK.findall(result.output)) >= 2, result.output


def test_a_definition_with_mistakes_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thanjai.config.database.ready_django", lambda: None)
    check(tmp_path, SOURCE.replace("kind: decide", "kind: decides"))
    result = CliRunner().invoke(command, ["publish", str(tmp_path / "my-service")])
    assert result.exit_code == 1 and "has errors; see `thanjai packs check" in result.output
