"""Calls to other systems leave through one door, `thanjai.kernel.outgoing`, which knows where they must not go."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "thanjai"
WAYS_OUT = {
    "httpx",
    "requests",
    "aiohttp",
    "urllib.request",
    "http.client",
    "socket",
    "urllib3",
    "websockets",
    "ftplib",
}
MAY = {
    "kernel/outgoing.py": "the door itself",
    "kernel/pdf/revocation.py": "names the errors of the door",
    "kernel/pdf/stamping.py": "names the errors of the door",
    "kernel/scanner.py": "speaks to the scanner that the installation names, in its own protocol",
    "verifier/monitor.py": "follows the log that whoever runs it names, from their own machine",
    "config/ports.py": "looks whether a port of this machine is free",
    "config/child.py": "asks the platform's own programs whether they are ready",
    "config/readiness/surface.py": "knocks at the platform's own doors",
    "config/demo/browser.py": "walks through the platform's own pages",
    "config/demo/walk.py": "pays at the simulator on this machine",
    "config/bench/ground.py": "looks for a free port",
    "config/bench/load.py": "loads the platform's own pages",
    "plugins/payments/simulating/delivery.py": "is the pretended bank or gateway, which calls us",
    "plugins/payments/demo_bank/asking.py": "names the errors of the door",
    "plugins/payments/opn/api.py": "names the errors of the door",
}
"""Who else opens a connection, and to what; none of these goes where somebody outside has said."""


def ways_out(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return {name for name in found if name in WAYS_OUT or name.partition(".")[0] in WAYS_OUT - {"urllib", "http"}}


def test_nobody_else_opens_connections() -> None:
    opening = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py") if ways_out(path)}
    assert opening - MAY.keys() == set(), "call thanjai.kernel.outgoing.call, or say here where it goes and why"
    assert MAY.keys() - opening == set(), "these open none any more: take them out"
