"""Backups encrypted with age (age-encryption.org): to a public key on the machine, with the secret one kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from questions.errors import sentence
from storage.errors import StorageError
from storage.upgrade import private

ENDING = ".age"


def check_recipient(recipient: str) -> None:
    """StorageError unless it is a public key of age ("age1…") and the library is installed."""
    _recipient(recipient)


def encrypt(file: Path, target: Path, recipient: str) -> None:
    """Writes a file encrypted to a public key; StorageError where it cannot be written, and nothing is left then."""
    pyrage = _library()
    private(target)
    try:
        pyrage.encrypt_file(str(file), str(target), [_recipient(recipient)])
    except (pyrage.EncryptError, OSError) as error:
        target.unlink(missing_ok=True)
        raise StorageError(sentence("{file}: cannot be encrypted ({why}).", file=target, why=error)) from error


@contextmanager
def decrypted(source: Path, identity: Path | None) -> Iterator[Path]:
    """The content of a backup as a file of its own, gone afterwards; one that is not encrypted as it is.

    identity: a file with the secret key, as age-keygen writes it. StorageError without one, and for the wrong one.
    """
    if source.suffix != ENDING:
        yield source
        return
    if identity is None:
        raise StorageError(
            sentence("{source}: is encrypted; name the file with its secret key in --identity.", source=source)
        )
    pyrage = _library()
    with TemporaryDirectory(prefix="interviewer-") as folder:
        plain = Path(folder) / source.stem
        private(plain)
        try:
            keys = [
                line for line in identity.read_text(encoding="utf-8").splitlines() if line.startswith("AGE-SECRET-KEY-")
            ]
            pyrage.decrypt_file(str(source), str(plain), [pyrage.x25519.Identity.from_str(key) for key in keys])
        except (pyrage.DecryptError, pyrage.IdentityError, OSError, ValueError) as error:
            raise StorageError(
                sentence(
                    "{source}: cannot be decrypted with {identity} ({why}).",
                    source=source,
                    identity=identity,
                    why=error,
                )
            ) from error
        yield plain


def _recipient(recipient: str) -> Any:
    pyrage = _library()
    try:
        return pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise StorageError(
            sentence("INTERVIEWER_BACKUP_RECIPIENT: must be a public key of age, age1…: run age-keygen.")
        ) from error


def _library() -> Any:
    """The library, which is an extra; StorageError without it."""
    try:
        import pyrage
    except ImportError as error:
        raise StorageError(
            sentence("Encrypted backups need pyrage: pip install 'mock-interviewer[encryption]'.")
        ) from error
    return pyrage
