"""Functions and libraries that can do harm are used where it is said, and nowhere else.

Who needs another place adds it to the list, with its reason, and to docs/security/rules.md.
"""

from __future__ import annotations

import ast
import re
from typing import Final

import pytest

from tests.security.sources import calls, importers, templates, trees

BENCH: Final = "thanjai/config/bench/"
DEMO: Final = "thanjai/config/demo/"
"""Both are for trials: nothing that the public reaches imports them."""

PLACES: Final = {
    ("subprocess", "multiprocessing", "pty"): {
        "thanjai/audit/handed_over/check.py",  # For an inspector: openssl, on their machine.
        "thanjai/config/child.py",  # The supervisor's programs.
        "thanjai/config/keeping/backup.py",  # pg_dump.
        "thanjai/config/keeping/restoring.py",  # pg_restore.
        "thanjai/config/preparation.py",  # Our own commands, in their order.
        "thanjai/kernel/embedded_postgres.py",  # PostgreSQL's programs.
        "thanjai/kernel/harmless/__init__.py",  # The child that reads strangers' files.
        "thanjai/kernel/postgres_place.py",  # A system user for PostgreSQL.
    },
    ("PIL", "pikepdf", "pi_heif"): {
        "thanjai/kernel/harmless/pictures.py",
        "thanjai/kernel/harmless/pdfs.py",
        "thanjai/batches/printing.py",  # It joins papers that we have issued ourselves, and reads no others.
        "thanjai/config/readiness/signing.py",  # It makes a blank page and reads none.
        "thanjai/domain/pretending/files.py",  # It makes pretended pictures and reads none.
    },
    ("xml", "lxml", "defusedxml", "html.parser"): {
        "thanjai/domain/bank_xml.py",  # From banks: no entities, no network, no document type.
        "thanjai/domain/definition/bpmn_reading.py",  # Drawings of authors, read as a bank's statement is.
        "thanjai/domain/definition/bpmn_writing.py",  # It writes XML and reads none.
        "thanjai/kernel/pdf/data.py",  # It writes XML and reads none.
        "thanjai/kernel/pdf/schemas/drawing.py",  # The same.
    },
    ("zipfile", "tarfile", "shutil.unpack_archive"): {
        "thanjai/audit/export.py",  # It writes one.
        "thanjai/privacy/copies.py",  # It writes one.
        "thanjai/kernel/tables.py",  # An officer's sheet: how large it unpacks is asked before it is opened.
        "thanjai/domain/definition/packed.py",  # A pack: how large it unpacks is asked first, and one entry is read.
        "thanjai/config/keeping/archive.py",  # Backups, only after their seal has been proven.
    },
    ("ctypes", "cffi"): {"thanjai/config/child.py"},  # A child asks to die with its parent.
    ("pickle", "marshal", "shelve", "dill", "code", "codeop"): set(),
    # What must not be guessed comes from the system: secrets, os.urandom. Pretended people may be guessed: a seed must
    # make them again.
    ("random",): {
        "thanjai/domain/pretending/application.py",
        "thanjai/domain/pretending/values.py",
        "thanjai/trials/shaking.py",
    },
    ("requests", "aiohttp", "urllib3", "ftplib", "telnetlib"): set(),
}


@pytest.mark.parametrize("modules", PLACES, ids=lambda modules: modules[0])
def test_dangerous_modules_are_used_only_where_it_is_said(modules: tuple[str, ...]) -> None:
    found = {path for path in importers(*modules) if not path.startswith((BENCH, DEMO))}
    assert found == PLACES[modules]


def test_nothing_of_a_trial_is_reached_from_the_web() -> None:
    inside = importers("thanjai.config.demo", "thanjai.config.bench")
    assert {path for path in inside if not path.startswith((BENCH, DEMO, "thanjai/config/"))} == set()


def test_nothing_is_executed_that_was_not_written_here() -> None:
    assert calls("eval", "exec", "compile", "__import__", ".system", ".popen") - calls(".compile") == set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "shell":
                raise AssertionError(f"{path}:{node.value.lineno} starts a shell")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "YAML":
                said = {one.arg: getattr(one.value, "value", None) for one in node.keywords}
                assert said.get("typ") == "safe", f"{path}:{node.lineno} reads YAML that can make objects"


SAFE: Final = {
    "thanjai/web/templates/components/icons.html": 1,  # Our own icons.
    # QR codes that segno drew.
    "thanjai/web/templates/components/paying.html": 1,
    "thanjai/web/templates/officer/help_slip.html": 1,
    "thanjai/web/templates/officer/mandate.html": 1,
    "thanjai/web/templates/citizen/carry.html": 1,
    "thanjai/web/templates/citizen/display.html": 1,  # A QR of ours.
}


def test_markup_is_taken_as_it_is_only_where_we_drew_it() -> None:
    found = {path: len(re.findall(r"\|\s*safe\b|Markup\(", text)) for path, text in templates().items()}
    assert {path: times for path, times in found.items() if times} == SAFE
    assert not importers("markupsafe.Markup", "django.utils.safestring.mark_safe", "django.utils.html.format_html")


def test_no_template_holds_a_script_or_a_style() -> None:
    for path, text in templates().items():
        if path == "thanjai/config/mailcatcher.html" or "demo_bank" in path:
            continue  # Programs of a trial, with addresses of their own.
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text), path
        for kind, script in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.DOTALL):
            is_data = re.search(r'type="application/(?:ld\+)?json"', kind) and re.fullmatch(
                r"\{\{.*\|\s*tojson \}\}", script
            )
            assert is_data or not script.strip(), path


def test_sql_is_put_together_only_from_words_of_ours() -> None:
    """An f-string in SQL may hold constants of the module and parts worked out by it, never what came in."""
    for path, tree in trees().items():
        if path.startswith((BENCH, DEMO)) or "/migrations/" in path:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _sends_sql(node) and isinstance(node.args[0], ast.JoinedStr):
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Name):
                        assert (path, part.id) in OURS or part.id.isupper() or part.id.startswith("_"), (
                            f"{path}:{node.lineno} puts {part.id} into SQL: is it ours? Then say so in OURS."
                        )


OURS: Final = {
    ("thanjai/cases/marks.py", "CaseEvent"),  # The table's name of a model.
    ("thanjai/cases/selectors.py", "model"),  # The same.
    ("thanjai/kernel/files.py", "how"),  # "" or "_shared".
    ("thanjai/kernel/tallies.py", "tries"),  # How many of them there are.
    ("thanjai/kernel/tallies.py", "len"),
    ("thanjai/plugins/payments/demo_bank/books.py", "table"),  # The simulator's own two tables.
    ("thanjai/plugins/payments/demo_bank/books.py", "marks"),  # Question marks.
    ("thanjai/config/readiness/data.py", "name"),  # The names of three settings of PostgreSQL.
}


def _sends_sql(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in {"execute", "executemany", "raw", "RawSQL", "extra", "_row"} and bool(node.args)
