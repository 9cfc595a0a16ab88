"""Secrets at rest: sealed with the newest key, opened with whichever fits."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from peruopt.credential import Locked
from peruopt.errors import UserError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet
    from pydantic import SecretStr

log = logging.getLogger(__name__)
LEAST = 16
"""Letters of a key; fewer can be guessed."""
FILE = "secret.key"


class FernetVault:
    """`peruopt.credential.Vault`.  Several keys: the first seals, all of them open."""

    def __init__(self, keys: list[str]) -> None:
        """Raise UserError for a key that can be guessed."""
        if not keys or any(len(key) < LEAST for key in keys):
            raise UserError("redes.short_key", n=LEAST)
        self._keys = [hashlib.sha256(key.encode()).digest() for key in keys]

    def __repr__(self) -> str:
        return f"FernetVault({len(self._keys)} keys)"

    def seal(self, secret: str) -> str:
        """Return the secret as only we can read it."""
        return self._fernet().encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return what was sealed; raise Locked where no key fits."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except (InvalidToken, ValueError):
            raise Locked("no key fits") from None

    def sign(self, told: str) -> str:
        """Return a signature of something public."""
        return self._signed(self._keys[0], told)

    def signed(self, told: str, signature: str) -> bool:
        """Whether one of our keys made the signature."""
        made = (self._signed(key, told).encode() for key in self._keys)
        return any(hmac.compare_digest(one, signature.encode()) for one in made)

    def _fernet(self) -> MultiFernet:
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in self._keys])

    @staticmethod
    def _signed(key: bytes, told: str) -> str:
        own = hmac.digest(key, b"links", "sha256")  # never the key that seals
        return hmac.new(own, told.encode(), "sha256").hexdigest()[:40]


def open_vault(given: SecretStr | None, data_dir: Path) -> FernetVault:
    """Return the vault of the given keys, comma-separated, newest first.

    Without any, a key is made once in `data_dir`; what it sealed stays readable afterwards.
    """
    path = data_dir / FILE
    keys = [key.strip() for key in given.get_secret_value().split(",")] if given else []
    keys = [key for key in keys if key]
    if not keys and not path.exists():
        _make(path)
        log.warning("no PERUOPT_SECRET_KEY: a key was made in %s; back it up elsewhere", path)
    if path.exists():
        keys.append(_kept(path))
    return FernetVault(keys)


def _kept(path: Path) -> str:
    key = path.read_bytes().decode("ascii", "replace").strip()
    if len(key) < LEAST:
        raise UserError("redes.short_file", path=str(path))
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{FILE}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(urlsafe_b64encode(os.urandom(32)).decode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # the first of several processes wins
    except FileExistsError:
        log.info("another process made the key")
    finally:
        fresh.unlink()


def revealed(secret: SecretStr | None) -> str:
    """Return a secret of the settings as it is sent; empty where there is none."""
    return secret.get_secret_value().strip() if secret else ""
