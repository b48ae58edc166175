"""The supervisor starts all, keeps all alive, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.config.small_programs import DIES, LIVES, STUBBORN, alive, eventually, program
from thanjai.config import supervisor as supervisor_module
from thanjai.config.programs import Program
from thanjai.config.supervisor import CannotRun, Supervisor, check_ports, only_one, running_supervisor

# Prints the number of a grandchild, then lives on with it.
HAS_A_CHILD = (
    "import subprocess, sys;"
    "child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(600)']);"
    "open(sys.argv[1], 'w').write(str(child.pid)); child.wait()"
)


@pytest.fixture
def said() -> list[str]:
    return []


def make(tmp_path: Path, said: list[str], *programs: Program) -> Supervisor:
    return Supervisor(programs, tmp_path / "log", dict(os.environ), said.append)


def stop_soon() -> None:
    # To the main thread, which waits for it: a test runner's other threads would die of it.
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def processes(supervisor: Supervisor) -> list[int]:
    return [child._process.pid for child in supervisor._children if child._process]


def test_a_request_to_stop_ends_every_process_and_is_a_success(tmp_path: Path, said: list[str]) -> None:
    supervisor = make(tmp_path, said, program("one", LIVES), program("two", LIVES))

    assert supervisor.run(stop_soon) == 0

    assert len(processes(supervisor)) == 2
    assert not any(alive(pid) for pid in processes(supervisor))
    assert said == []


def test_what_a_program_started_is_stopped_with_it(tmp_path: Path, said: list[str]) -> None:
    note = tmp_path / "grandchild"
    words = (sys.executable, "-S", "-c", HAS_A_CHILD, str(note))
    supervisor = make(tmp_path, said, Program("parent", words))

    def when_ready() -> None:
        assert eventually(lambda: note.exists() and note.read_text())
        assert alive(int(note.read_text()))
        stop_soon()

    supervisor.run(when_ready)

    assert eventually(lambda: not alive(int(note.read_text())))


def test_a_process_that_is_not_ours_is_left_alone(tmp_path: Path, said: list[str]) -> None:
    stranger = subprocess.Popen([sys.executable, "-S", "-c", LIVES])
    try:
        make(tmp_path, said, program("one", LIVES)).run(stop_soon)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_program_deaf_to_requests_is_killed(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor_module, "STOP_SECONDS", 0.2)
    supervisor = make(tmp_path, said, program("deaf", STUBBORN))

    def when_ready() -> None:
        assert eventually(lambda: "deaf" in (tmp_path / "log" / "deaf.log").read_text())
        stop_soon()

    supervisor.run(when_ready)

    assert said == ["deaf did not stop in time and was killed."]
    assert not any(alive(pid) for pid in processes(supervisor))


def test_a_program_that_cannot_start_stops_all_and_its_last_words_are_shown(tmp_path: Path, said: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        never_answers = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        silent.close()
        bad = program("bad", DIES, answers_at=never_answers)
        supervisor = make(tmp_path, said, program("good", LIVES), bad)

        assert supervisor.run(lambda: pytest.fail("it was never ready")) == 1

    assert said[0].startswith("bad ended with exit code 3 before it was ready; stopping everything.")
    assert said[1] == "    the reason of my death"
    assert not any(alive(pid) for pid in processes(supervisor))


def test_a_program_that_is_killed_is_started_again(
    tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "FIRST_PAUSE_SECONDS", 0.01)
    supervisor = make(tmp_path, said, program("one", LIVES))
    killed: list[int] = []

    def when_ready() -> None:
        killed.extend(processes(supervisor))
        os.kill(killed[0], signal.SIGKILL)
        threading.Thread(target=stop_when_again_alive).start()

    def stop_when_again_alive() -> None:
        eventually(lambda: processes(supervisor) != killed and "one started again." in said)
        stop_soon()

    assert supervisor.run(when_ready) == 0

    assert said[0].startswith("one was killed by SIGKILL; starting it again in 0.01 s.")
    assert said[-1] == "one started again."


def test_a_program_that_keeps_dying_stops_everything(
    tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "FIRST_PAUSE_SECONDS", 0.001)
    slow_death = "import time; time.sleep(0.3); raise SystemExit(3)"
    supervisor = make(tmp_path, said, program("one", LIVES), program("weak", slow_death))
    # It is "ready" while it lives; all further starts die at once.
    words = (sys.executable, "-S", "-c", DIES)

    def when_ready() -> None:
        object.__setattr__(supervisor._children[1].program, "words", words)

    assert supervisor.run(when_ready) == 1

    assert any("for the 6th time in a minute; stopping everything" in line for line in said)
    assert not any(alive(pid) for pid in processes(supervisor))


def test_when_the_supervisor_is_killed_its_programs_end_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = f"""
import os, pathlib, sys
from thanjai.config.programs import Program
from thanjai.config.supervisor import Supervisor
words = (sys.executable, "-S", "-c", {LIVES!r})
supervisor = Supervisor([Program("one", words)], pathlib.Path({str(tmp_path)!r}), os.environ, print)
supervisor.run(lambda: pathlib.Path({str(note)!r}).write_text(str(supervisor._children[0]._process.pid)))
"""
    parent = subprocess.Popen([sys.executable, "-c", code])
    assert eventually(lambda: note.exists() and note.read_text())
    assert alive(int(note.read_text()))

    parent.kill()
    parent.wait()

    assert eventually(lambda: not alive(int(note.read_text())))


def test_a_port_in_use_is_named_with_its_holder_and_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        wanted = Program("web", ("true",), (("THANJAI_PORT", port),))

        with pytest.raises(CannotRun) as refusal:
            check_ports("127.0.0.1", [wanted])

    message = str(refusal.value)
    assert f"Port {port} is in use by" in message
    assert f"(process {os.getpid()})" in message
    assert "make run THANJAI_PORT=" in message
    check_ports("127.0.0.1", [wanted])


def test_a_second_supervisor_is_refused_and_told_who_runs(tmp_path: Path) -> None:
    with only_one(tmp_path):
        assert running_supervisor(tmp_path) == os.getpid()
        with (
            pytest.raises(CannotRun, match=f"already running here \\(process {os.getpid()}\\)"),
            only_one(tmp_path),
        ):
            pytest.fail("two at once")

    assert running_supervisor(tmp_path) is None


def test_the_lock_of_a_killed_supervisor_is_free(tmp_path: Path) -> None:
    code = "import sys, time, pathlib; from thanjai.config.supervisor import only_one\n"
    code += f"with only_one(pathlib.Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(600)"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    assert running_supervisor(tmp_path) == holder.pid
    holder.kill()
    holder.communicate()

    with only_one(tmp_path):
        assert running_supervisor(tmp_path) == os.getpid()
