"""Contents of files: kept safely, given back whole, unreadable without their key, gone when nobody names them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.security import s3_server
from tests.web.applicant import work_off
from thanjai.kernel import files, keyring, upkeep, vault
from thanjai.kernel.erasing import NO_ERASING, BackupRuns
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.kernel.vault.places import store
from thanjai.kernel.vault.sealing import PIECE, TAG, Damaged, decrypted, encrypted

KEY = bytes(range(32))
NAME = "ab" * 16
CONTENT = b"a picture of an identity card" * 10_000
contents = st.one_of(
    st.binary(max_size=100), st.builds(lambda piece, n: piece * n, st.binary(min_size=1), st.just(PIECE))
)


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


@given(contents, st.integers(1, 300_000), st.integers(1, 300_000))
def test_what_is_encrypted_comes_back_however_it_is_cut(content: bytes, size: int, other: int) -> None:
    written = b"".join(encrypted(KEY, NAME, cut(content, size)))
    assert b"".join(decrypted(KEY, NAME, cut(written, other))) == content


@given(st.data())
def test_no_byte_can_be_changed_left_out_or_added(data: st.DataObject) -> None:
    written = bytearray(b"".join(encrypted(KEY, NAME, [b"secret" * 30_000])))
    at = data.draw(st.integers(0, len(written) - 1))
    how = data.draw(st.sampled_from(["change", "cut", "add", "swap"]))
    if how == "change":
        written[at] ^= data.draw(st.integers(1, 255))
    elif how == "cut":
        del written[at:]
    elif how == "add":
        written[at:at] = b"x"
    else:
        head, whole = len(written) % (PIECE + TAG), PIECE + TAG
        head = len(b"thanjai-1\n")
        first, second = written[head : head + whole], written[head + whole : head + 2 * whole]
        written[head : head + 2 * whole] = second + first
    with pytest.raises(Damaged):
        list(decrypted(KEY, NAME, [bytes(written)]))


def test_another_key_or_another_files_name_opens_nothing() -> None:
    written = b"".join(encrypted(KEY, NAME, [CONTENT]))
    for key, name in ((bytes(32), NAME), (KEY, "cd" * 16)):
        with pytest.raises(Damaged):
            list(decrypted(key, name, [written]))


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    with TemporaryDirectory() as folder, s3_server.running(Path(folder)) as options:
        yield options


@pytest.fixture(params=["disk", "disk, encrypted", "bucket", "bucket, encrypted"])
def way(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> str:
    """Each way in which contents can be kept."""
    settings.THANJAI_FILES = tmp_path
    settings.THANJAI_BUCKET = request.getfixturevalue("bucket") if "bucket" in request.param else {}
    settings.THANJAI_ENCRYPT_FILES = "encrypted" in request.param
    store().write("00" * 16, [b"this store makes a bucket when it is first written to"])
    for name, _ in list(store().names()):
        store().remove(name)
    return str(request.param)


def kept(content: bytes = CONTENT) -> StoredFile:
    return files.store_file(
        content=content, name="a.pdf", content_type="application/pdf", agency=uuid4(), owner=uuid4(), purpose="answer"
    )


def lying(place: str) -> bytes:
    """What whoever has the store sees."""
    return b"".join(store().read(place))


def raw(connection_: Any = connection) -> int:
    with connection_.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [files.DROP])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_content_is_given_back_and_lies_as_the_setting_says(way: str) -> None:
    with acting_as(PLATFORM):
        one, two = kept(), kept()
        assert files.read_file(one) == files.read_file(two) == CONTENT
    if "encrypted" in way:
        assert CONTENT[:29] not in lying(one.place) and lying(one.place) != lying(two.place)
        assert one.place != two.place and one.sha256 not in (one.place, two.place)
        assert len({len(name) for name, _ in store().names()}) == 1, "no name tells a digest"
    else:
        assert one.place == two.place == one.sha256 and lying(one.place) == CONTENT


@pytest.mark.django_db
def test_a_content_goes_with_the_last_row_that_names_it(way: str) -> None:
    with acting_as(PLATFORM):
        one, two = kept(), kept()
        files.forget(one)
        work_off("drop")
        assert files.read_file(two) == CONTENT
        if "encrypted" in way:
            assert not store().has(one.place)
        files.forget(two)
        work_off("drop")
        assert not store().has(two.place) and list(vault.kept_places()) == []
        with pytest.raises(FileNotFoundError):
            vault.opened(two.place, two.sealed_key)


@pytest.mark.django_db
def test_a_deletion_that_is_rolled_back_deletes_nothing(way: str) -> None:
    with acting_as(PLATFORM):
        one = kept()
        with pytest.raises(RuntimeError), transaction.atomic():
            files.forget(StoredFile.objects.get(pk=one.pk))
            raise RuntimeError
        assert raw() == 0 and files.read_file(StoredFile.objects.get(pk=one.pk)) == CONTENT


@pytest.mark.django_db
def test_contents_that_nobody_names_go_at_night_and_fresh_ones_stay(way: str, monkeypatch: Any) -> None:
    with acting_as(PLATFORM):
        one = kept()
        stray = "ef" * 16
        store().write(stray, [b"its row was never committed"])
        upkeep.remove_strays(0)
        assert store().has(stray)
        monkeypatch.setattr(upkeep, "STRAY_AFTER", -upkeep.STRAY_AFTER)
        upkeep.remove_strays(0)
        assert not store().has(stray) and files.read_file(one) == CONTENT


@pytest.mark.django_db
def test_the_key_to_a_content_is_sealed_by_the_ring(settings: Any, tmp_path: Path) -> None:
    settings.THANJAI_FILES, settings.THANJAI_ENCRYPT_FILES = tmp_path, True
    settings.THANJAI_SEALING_KEYS_FILE = tmp_path / "ring"
    keyring.write([keyring.new_key()])
    keyring.ring.read()
    with acting_as(PLATFORM):
        one = kept()
        assert one.sealed_key.startswith(keyring.ring.newest()[0])
        (tmp_path / "ring").unlink()
        keyring.ring.read()
        with pytest.raises(Damaged):
            files.read_file(one)


@pytest.mark.django_db
def test_a_changed_content_is_a_fault_before_the_answer_begins(settings: Any, tmp_path: Path) -> None:
    settings.THANJAI_FILES, settings.THANJAI_ENCRYPT_FILES = tmp_path, True
    with acting_as(PLATFORM):
        one = kept()
        path = tmp_path / one.place[:2] / one.place
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(Damaged):
            files.read_file(one)


def test_nothing_is_removed_while_a_backup_copies(own_database: str) -> None:
    import psycopg

    with acting_as(PLATFORM), psycopg.connect(own_database, autocommit=True) as backup:
        backup.execute("SELECT pg_advisory_lock(%s)", [NO_ERASING])
        with pytest.raises(BackupRuns):
            files.drop_unnamed("ab" * 16)
        backup.execute("SELECT pg_advisory_unlock(%s)", [NO_ERASING])
        assert files.drop_unnamed("ab" * 16)


def test_a_store_that_is_away_is_an_error_of_the_file_system(settings: Any) -> None:
    from thanjai.kernel.vault import bucket

    settings.THANJAI_BUCKET = {
        "bucket": "b", "endpoint": "http://127.0.0.1:1", "region": "", "key_id": "id", "secret": "hush-hush",
    }  # fmt: skip
    bucket.PATIENCE = type(bucket.PATIENCE)(seconds=1)
    with pytest.raises(OSError, match="object store") as raised:
        store().write("ab" * 16, [b"x"])
    assert "hush" not in str(raised.value)
