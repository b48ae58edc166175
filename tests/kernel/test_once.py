"""Keys are made once, however many processes begin together."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from thanjai.kernel import logs
from thanjai.kernel.once import keep_once


def test_of_many_at_once_the_first_wins_and_nobody_reads_half(tmp_path: Path) -> None:
    path, together = tmp_path / "keys" / "secret", Barrier(8)

    def begin(number: int) -> bytes:
        together.wait()
        keep_once(path, bytes([number]) * 100_000)
        return path.read_bytes()

    with ThreadPoolExecutor(8) as pool:
        read = set(pool.map(begin, range(8)))
    assert len(read) == 1 and len(read.pop()) == 100_000
    assert [one.name for one in path.parent.iterdir()] == ["secret"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_is_written_while_another_thread_learns_a_secret() -> None:
    def learn(number: int) -> None:
        logs.never_show(f"a-secret-of-a-test-{number}")

    before = logs._never
    try:
        with ThreadPoolExecutor(4) as pool:
            learning = [pool.submit(learn, number) for number in range(500)]
            written = [pool.submit(logs._line, {"event": "request"}) for _ in range(200)]
            assert all(one.result() is None for one in learning)
            assert {one.result() for one in written} == {'{"event": "request"}'}
    finally:
        logs._never = before
