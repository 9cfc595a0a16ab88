"""The vault: what it seals only its keys open, keys can be changed, nothing shows."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.vault import FernetVault, open_vault
from peruopt.credential import Locked, Secrets
from peruopt.errors import UserError

OLD, NEW = "an-old-key-of-the-house", "a-newer-key-of-the-house"
TOKEN = "EAAG" + "x1" * 40


def test_what_is_sealed_is_opened_by_the_same_key_alone():
    sealed = Secrets(TOKEN, "r").sealed(FernetVault([OLD]))
    assert TOKEN not in sealed
    assert Secrets.opened(FernetVault([OLD]), sealed) == Secrets(TOKEN, "r")
    with pytest.raises(Locked):
        FernetVault([NEW]).open(sealed)
    with pytest.raises(Locked):
        FernetVault([OLD]).open("rubbish")


def test_a_new_key_seals_and_the_old_one_still_opens():
    both = FernetVault([NEW, OLD])
    assert both.open(FernetVault([OLD]).seal("a")) == "a"
    assert FernetVault([NEW]).open(both.seal("b")) == "b"


def test_nothing_secret_shows(capsys):
    shown = repr(FernetVault([OLD])) + repr(Secrets(TOKEN, TOKEN))
    assert OLD not in shown
    assert TOKEN not in shown


def test_a_key_that_can_be_guessed_is_refused(data_dir):
    with pytest.raises(UserError, match="short_key"):
        open_vault(SecretStr("short"), data_dir)


def test_without_a_key_one_is_made_once_that_only_we_can_read(data_dir, caplog):
    sealed = open_vault(None, data_dir).seal("a")
    path = data_dir / "secret.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "PERUOPT_SECRET_KEY" in caplog.text
    assert path.read_text() not in caplog.text
    assert open_vault(None, data_dir).open(sealed) == "a"
    # a key that is set later still opens what the file's key sealed
    assert open_vault(SecretStr(NEW), data_dir).open(sealed) == "a"
    assert list(data_dir.glob(".secret*")) == []


def test_signatures_are_of_one_text_and_one_key():
    vault = FernetVault([NEW, OLD])
    made = FernetVault([OLD]).sign("a/1")
    assert vault.signed("a/1", made)
    assert not vault.signed("a/2", made)
    assert not FernetVault([NEW]).signed("a/1", made)
    assert not vault.signed("a/1", "ñ")
