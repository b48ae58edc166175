"""Whoever follows the log from outside notices each way in which it could be changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.verifier.served import Log, served
from thanjai.config.commands.log import command
from thanjai.verifier.monitor import Wrong

LINES = ["a", "b", "c", "d", "e"]
Look = Callable[..., Result]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """The program as it is called, with its file."""

    def call(url: str, *more: str) -> Result:
        return CliRunner().invoke(command, ["monitor", url, "--state", str(tmp_path / "seen.json"), *more])

    return call


def test_a_log_that_only_grows_is_well(look: Look, tmp_path: Path) -> None:
    log = Log(LINES[:1])
    with served(log) as url:
        first = look(url)
        assert first.exit_code == 0 and "First look: 1 lines" in first.output
        for line in LINES[1:]:
            log.grow(line)
            assert look(url).exit_code == 0
        again = look(url)
        assert again.exit_code == 0 and "0 new lines, 5 in all; head 5" in again.output
        log.grow()
        assert look(url).exit_code == 0
    assert json.loads(json.loads((tmp_path / "seen.json").read_text())["head"]["body"])["number"] == 6


def alarmed(result: Result, wrong: Wrong, words: str) -> None:
    assert result.exit_code == wrong, result.output
    assert result.output.startswith(f"{wrong.name}: ") and words in result.output


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("more", [0, 1, 3])
def test_a_fork_is_seen_and_its_proof_is_kept(look: Look, tmp_path: Path, size: int, more: int) -> None:
    log = Log(LINES[:size])
    with served(log) as url:
        assert look(url).exit_code == 0
        seen = (tmp_path / "seen.json").read_text()
        log.lines = ["another", *LINES[1:size]]
        log.grow(*LINES[:more])
        alarmed(look(url), Wrong.FORK, f"had {size} lines")
        assert (tmp_path / "seen.json").read_text() == seen
        heads = json.loads((tmp_path / "seen.fork.json").read_text())["heads"]
        assert [json.loads(head["body"])["size"] for head in heads] == [size, size + more]
        alarmed(look(url), Wrong.FORK, "keep that file")


def test_a_forked_log_that_lies_about_its_past_proves_nothing(look: Look) -> None:
    log = Log(LINES)
    with served(log) as url:
        look(url)
        honest = log.answer("consistency", "5", "5")
        assert honest is not None
        log.lines = ["another", *LINES[1:]]
        log.grow("f")
        log.changed = lambda way, told: {**told, "old_root": honest["old_root"]} if way == "consistency" else told
        alarmed(look(url), Wrong.BAD_PROOF, "does not prove that its 6 lines begin with the 5 seen before")


@pytest.mark.parametrize(
    "back",
    [
        pytest.param(lambda log: setattr(log, "lines", LINES[:3]), id="fewer lines"),
        pytest.param(lambda log: setattr(log, "at", log.at - timedelta(hours=1)), id="earlier"),
        pytest.param(lambda log: setattr(log, "number", 0), id="an earlier number"),
        pytest.param(lambda log: setattr(log, "lines", []), id="nothing left"),
    ],
)
def test_a_log_that_goes_back_is_seen(look: Look, back: Callable[[Log], None]) -> None:
    log = Log(LINES)
    with served(log) as url:
        assert look(url).exit_code == 0
        back(log)
        alarmed(look(url), Wrong.ROLLBACK, "5 lines")


BAD: list[tuple[str, Callable[[str, dict[str, Any]], Any], str]] = [
    ("head", lambda way, told: {**told, "body": told["body"].replace('"size":6', '"size":7')}, "signature"),
    ("head", lambda way, told: {**told, "signature": told["signature"][:-2]}, "63 bytes"),
    ("head", lambda way, told: {"body": told["body"]}, "“signature” is missing"),
    ("consistency", lambda way, told: {**told, "path": told["path"][::-1]}, "does not prove"),
    ("consistency", lambda way, told: {**told, "path": []}, "does not prove"),
    ("consistency", lambda way, told: {**told, "path": ["zz"]}, "not written in hex"),
    ("consistency", lambda way, told: {**told, "path": ["00" * 32] * 200}, "more hashes than any proof"),
    ("entries", lambda way, told: {"entries": []}, "does not show line 5"),
    ("entries", lambda way, told: {"entries": [{"number": 5, "line": "another"}]}, "the log refuses “inclusion/"),
    ("inclusion", lambda way, told: {**told, "path": told["path"][:-1]}, "line 5 is not in the log"),
    ("entries", lambda way, told: [told], "no JSON object"),
]


@pytest.mark.parametrize(("way", "change", "words"), BAD)
def test_a_bad_proof_is_seen(look: Look, way: str, change: Any, words: str) -> None:
    log = Log(LINES)
    with served(log) as url:
        assert look(url).exit_code == 0
        log.grow("f")
        log.changed = lambda asked, told: change(asked, told) if asked == way else told
        alarmed(look(url), Wrong.BAD_PROOF, words)


def test_another_key_is_not_trusted_whoever_shows_it(look: Look, tmp_path: Path) -> None:
    log, other = Log(LINES), Log(LINES)
    key = tmp_path / "key.pem"
    key.write_bytes(other.pem)
    with served(log) as url:
        alarmed(look(url, "--key", str(key)), Wrong.BAD_PROOF, "is not trusted here")
        assert look(url).exit_code == 0
        log.key = other.key
        log.grow("f")
        alarmed(look(url), Wrong.BAD_PROOF, "is not trusted here")
        assert look(url, "--key", str(key), "--key", _pem(tmp_path, "first.pem", tmp_path / "seen.json")).exit_code == 0


def _pem(folder: Path, name: str, state: Path) -> str:
    (folder / name).write_text(json.loads(state.read_text())["keys"][0])
    return str(folder / name)


def test_silence_is_told_when_it_has_lasted_too_long(look: Look) -> None:
    log = Log(LINES, at=datetime.now(UTC) - timedelta(hours=3))
    with served(log) as url:
        assert look(url).exit_code == 0
        alarmed(look(url, "--silent-after", "2"), Wrong.SILENCE, "3.0 hours old")
    away = look(url)
    assert away.exit_code == 0 and "does not answer" in away.output and "not too long yet" in away.output
    alarmed(look(url, "--silent-after", "2"), Wrong.SILENCE, "does not answer")


def test_a_log_that_never_answered_is_silent(look: Look) -> None:
    with served(Log(LINES)) as url:
        pass
    alarmed(look(url), Wrong.SILENCE, "does not answer")


def test_a_head_from_the_future_is_not_believed(look: Look) -> None:
    with served(Log(LINES, at=datetime.now(UTC) + timedelta(hours=1))) as url:
        alarmed(look(url), Wrong.BAD_PROOF, "yet to come")


def test_the_file_of_one_log_is_not_used_for_another(look: Look) -> None:
    with served(Log(LINES)) as one, served(Log(LINES)) as other:
        assert look(one).exit_code == 0
        alarmed(look(other), Wrong.BAD_PROOF, "take another file")
