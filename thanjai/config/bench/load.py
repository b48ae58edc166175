"""A load generator that costs little, because it shares the processors with what it measures.

Plain sockets kept alive, requests prebuilt as bytes, one thread a process. A visit is a generator: it
yields the bytes of a request and is sent the response; each connection goes through one visit after another.
"""

from __future__ import annotations

import multiprocessing
import select
import socket
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from threading import BrokenBarrierError
from typing import Any

Visit = Generator[bytes, bytes, None]
Visits = Callable[[int], Iterator[Visit]]
"""Given the number of a generating process, the visits that process makes."""

PROCESSES = 2
CONNECTIONS = 4
"""Connections of each process: enough that each web process always has one more request waiting."""
SILENCE_SECONDS = 20.0
fork = multiprocessing.get_context("fork")


class LoadProblem(RuntimeError):
    """A response was not the one expected, or none came; the message shows its beginning."""


@dataclass
class Tally:
    """What one process, or all together, did. `busy` is the generator's own processor time, in seconds."""

    visits: int = 0
    requests: int = 0
    seconds: float = 0.0
    busy: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Finished visits."""
        return self.visits / self.seconds

    @property
    def middle(self) -> float:
        """The median time of a visit, in seconds."""
        return median(self.times)

    @property
    def generator_share(self) -> float:
        """The part of one processor that the generator took."""
        return self.busy / self.seconds


def visit_once(request: bytes, status: int = 200) -> Visit:
    """A visit of one request."""
    expect((yield request), status)


def expect(response: bytes, status: int) -> None:
    """Raise LoadProblem unless the response has this status."""
    if not response.startswith(b"HTTP/1.1 %d " % status):
        raise LoadProblem(f"expected {status}, got: {response[:1500].decode(errors='replace')}")


def generate(address: tuple[str, int], visits: Visits, seconds: float, connections: int = CONNECTIONS) -> Tally:
    """Make visits from two processes at once for some seconds. Raises LoadProblem."""
    barrier = fork.Barrier(PROCESSES)
    pipes = [fork.Pipe(duplex=False) for _ in range(PROCESSES)]
    children = [
        fork.Process(target=_child, args=(number, address, visits, seconds, connections, barrier, pipe[1]), daemon=True)
        for number, pipe in enumerate(pipes)
    ]
    found = gathered(children, pipes)
    if problems := [one for one in found if isinstance(one, str)]:
        # What stopped one process breaks the barrier under the others: tell the cause.
        raise LoadProblem(min(problems, key=lambda problem: problem.startswith(BrokenBarrierError.__name__)))
    return together(found)


def gathered(children: Sequence[Any], pipes: Sequence[Any]) -> list[Any]:
    """Start processes, take what each sends, and wait for their end. Raises EOFError when one dies before it sends."""
    for child in children:
        child.start()
    for _, sending in pipes:
        sending.close()
    found = [receiving.recv() for receiving, _ in pipes]
    for child in children:
        child.join()
    return found


def together(tallies: Sequence[Tally]) -> Tally:
    """The sum of what processes did side by side."""
    return Tally(
        visits=sum(one.visits for one in tallies),
        requests=sum(one.requests for one in tallies),
        seconds=max(one.seconds for one in tallies),
        busy=sum(one.busy for one in tallies),
        times=[time for one in tallies for time in one.times],
    )


def _child(
    number: int, address: tuple[str, int], visits: Visits, seconds: float, connections: int, barrier: Any, pipe: Any
) -> None:
    try:
        source = visits(number)
        lines = [_Line(address) for _ in range(connections)]
        barrier.wait()
        pipe.send(drive(lines, source, seconds))
    except Exception as error:  # noqa: BLE001 - whatever it was, the parent shows it
        barrier.abort()
        pipe.send(f"{type(error).__name__}: {error}")


def drive(lines: Sequence[_Line], source: Iterator[Visit], seconds: float) -> Tally:
    """Keep every connection busy until the time is up; only visits finished by then count."""
    poll, by_number, tally = select.epoll(), {line.number: line for line in lines}, Tally()
    busy, began = time.process_time(), time.perf_counter()
    for line in lines:
        poll.register(line.number, select.EPOLLIN)
        line.begin(source)
    until = began + seconds
    while (now := time.perf_counter()) < until:
        ready = poll.poll(SILENCE_SECONDS)
        if not ready:
            raise LoadProblem(f"no response for {SILENCE_SECONDS:g} s")
        for number, _ in ready:
            by_number[number].hear(source, tally)
    tally.seconds, tally.busy = now - began, time.process_time() - busy
    for line in lines:
        line.close()
    return tally


class _Line:
    """A connection kept alive and the visit it is making."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._socket = socket.create_connection(address, timeout=SILENCE_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = self._socket.fileno()
        self._heard = b""
        self._visit: Visit
        self._began = 0.0

    def begin(self, source: Iterator[Visit]) -> None:
        """Begin the next visit. Raises LoadProblem when there are no more."""
        visit = next(source, None)
        if visit is None:
            raise LoadProblem("there were not enough visits prepared for the time")
        self._visit, self._began = visit, time.perf_counter()
        self._socket.sendall(next(visit))

    def hear(self, source: Iterator[Visit], tally: Tally) -> None:
        """Take what has arrived; when a response is whole, go on with the visit or begin the next."""
        more = self._socket.recv(1 << 18)
        if not more:
            raise LoadProblem("the server closed the connection")
        self._heard = self._heard + more if self._heard else more
        if not is_whole(self._heard):
            return
        response, self._heard = self._heard, b""
        tally.requests += 1
        try:
            self._socket.sendall(self._visit.send(response))
        except StopIteration:
            tally.visits += 1
            tally.times.append(time.perf_counter() - self._began)
            self.begin(source)

    def close(self) -> None:
        self._socket.close()


def is_whole(heard: bytes) -> bool:
    """Whether a response has arrived to its end: by its length, or by the last of its chunks."""
    end = heard.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = heard[:end].lower()
    at = head.find(b"\r\ncontent-length:")
    if at >= 0:
        return len(heard) >= end + 4 + int(head[at + 17 :].split(b"\r\n", 1)[0])
    if b"\r\ntransfer-encoding: chunked" in head:
        return heard.endswith(b"\r\n0\r\n\r\n")
    return True
