"""The inventory of cryptography is that of the code, and the code uses what is approved."""

from __future__ import annotations

import ast
import re

from tests.security.asvs import CHAPTERS
from tests.security.sources import CODE, ROOT, importers, trees

INVENTORY = (CHAPTERS / "cryptography.md").read_text(encoding="utf-8")
USED, KEYS = INVENTORY.split("## Keys")[0], INVENTORY.split("## Keys")[1].split("## A key's life")[0]
MODULES = (
    "hashlib", "hmac", "secrets", "ssl", "cryptography", "pyrage", "pyhanko", "pyhanko_certvalidator", "asn1crypto",
    "jwt", "fido2",
)  # fmt: skip
OF_TRIALS = ("thanjai/config/demo/", "thanjai/config/bench/")
USES_OURS = {"thanjai/kernel/vault/vault.py", "thanjai/config/commands/backup.py"}


def lines(part: str) -> list[list[str]]:
    """The cells of a table's lines, without its head."""
    found = [line for line in part.splitlines() if line.startswith("| ")]
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in found
        if not line.startswith(("| where", "| key |"))
    ]


def test_every_module_that_uses_cryptography_is_in_the_inventory() -> None:
    told = set(re.findall(r"`(thanjai/[a-z_/]+\.py)`", USED))
    used = {path for path in importers(*MODULES) if not path.startswith(OF_TRIALS)}
    assert used - told == set(), "say in docs/security/cryptography.md what for, by what algorithm and under which key"
    assert {path for path in told if not (ROOT / path).exists()} == set()
    assert told - used - USES_OURS - {"thanjai/config/keeping/places.py"} == set()


def test_every_key_of_the_inventory_has_its_line() -> None:
    named = {line[0].split(" (")[0] for line in lines(KEYS)}
    for line in lines(USED):
        for key in (
            "ring of sealing keys",
            "platform's secret",
            "audit key",
            "log key",
            "backup identity",
            "bank's secret",
        ):
            if key in line[3]:
                assert key in named
    assert len(named) >= 10


def test_every_line_says_what_a_quantum_computer_would_touch() -> None:
    for line in lines(USED):
        assert len(line) == 5 and all(line), line
    for line in lines(KEYS):
        assert len(line) == 5 and all(line), f"{line[0]}: what it protects, where it is, who has it, when it is renewed"


WEAK = re.compile(r"\b(md5|sha1|des3?|triple_?des|rc4|arc4|blowfish|ecb)\b", re.IGNORECASE)
ALLOWED = {
    "thanjai/kernel/pdf/revocation.py",  # By it OCSP names whom it asks about (RFC 6960); it proves nothing.
    "thanjai/config/keeping/snapshot.py",  # PostgreSQL's md5 adds up tables to compare them, where nobody attacks.
}


def test_no_weak_algorithm_is_named_anywhere() -> None:
    found = set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            names = (getattr(node, part, None) for part in ("attr", "id", "value", "name"))
            if any(isinstance(name, str) and WEAK.search(name) and "weak" not in name for name in names):
                found.add(path)
    assert found - ALLOWED == set()


SECRET = re.compile(r"secret|token|proof|signature|digest|code$|bearer", re.IGNORECASE)


def test_secrets_are_compared_in_constant_time() -> None:
    """Where a proof, token or signature is compared in Python, `hmac.compare_digest` does it."""
    for path in ("plugins/payments/demo_bank/signatures.py", "domain/document.py", "domain/seal.py", "web/health.py"):
        tree = ast.parse((CODE / path).read_text(encoding="utf-8"))
        assert any(
            isinstance(node, ast.Name | ast.Attribute) and "compare_digest" in ast.dump(node) for node in ast.walk(tree)
        )
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
                sides = [ast.unparse(one) for one in (node.left, *node.comparators)]
                assert not all(SECRET.search(side) for side in sides), f"{path}:{node.lineno}"
