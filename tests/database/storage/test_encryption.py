"""Encrypted backups: nothing plain stays, the secret key alone reads them, and wrong keys say so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from storage.backup import backup, restore
from storage.errors import StorageError
from storage.upgrade import check

AT = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, Path]:
    """A public key, and the file with its secret one as age-keygen writes it."""
    secret = pyrage.x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# created: 2026\n# public key: {secret.to_public()}\n{secret}\n", encoding="utf-8")
    return str(secret.to_public()), file


def test_only_the_secret_key_reads_it(sqlite_url: str, tmp_path: Path, key: tuple[str, Path]) -> None:
    made = backup(sqlite_url, tmp_path / "backups", recipient=key[0], now=AT)
    assert [file.name for file in made.parent.iterdir()] == [made.name]
    assert made.suffix == ".age"
    assert made.read_bytes().startswith(b"age-encryption.org/")
    assert made.stat().st_mode & 0o077 == 0
    before = check(sqlite_url)
    restore(sqlite_url, made, replace=True, identity=key[1])
    assert check(sqlite_url) == before


def test_without_the_right_key_nothing_is_put_back(sqlite_url: str, tmp_path: Path, key: tuple[str, Path]) -> None:
    made = backup(sqlite_url, tmp_path, recipient=key[0], now=AT)
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()), encoding="utf-8")
    with pytest.raises(StorageError, match="--identity"):
        restore(sqlite_url, made, replace=True)
    for wrong in (other, tmp_path / "nothing.txt", tmp_path):
        with pytest.raises(StorageError, match="cannot be decrypted"):
            restore(sqlite_url, made, replace=True, identity=wrong)
    made.write_bytes(made.read_bytes()[:-100])
    with pytest.raises(StorageError, match="cannot be decrypted"):
        restore(sqlite_url, made, replace=True, identity=key[1])


def test_a_wrong_recipient_is_told_before_anything_is_written(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="must be a public key of age"):
        backup(sqlite_url, tmp_path / "backups", recipient="age1nonsense")
    assert not (tmp_path / "backups").exists()


def test_encrypted_ones_are_counted_among_those_that_are_kept(
    sqlite_url: str, tmp_path: Path, key: tuple[str, Path]
) -> None:
    for day in range(4):
        backup(sqlite_url, tmp_path / "b", keep=2, recipient=key[0] if day % 2 else "", now=AT + timedelta(days=day))
    names = sorted(file.name for file in (tmp_path / "b").iterdir())
    assert [name.partition("-")[2] for name in names] == ["20261203-000000.db", "20261204-000000.db.age"]
