"""Wrong settings: one sentence each, in both languages, no traceback, no secret repeated."""

from __future__ import annotations

import pytest

from bot.__main__ import main
from bot.setup import WrongSettings, read, unknown

SECRET = "hush-hush-hush"
WRONG = [
    ("DATA_DIR", "/proc/nope", "/proc/nope", "PERUOPT_DATA_DIR"),
    ("WEB_PORT", "abc", "«abc» no es un puerto", "“abc” is no port"),
    ("WEB_PORT", "70000", "0 a 65535", "0 to 65535"),
    ("TIMEZONE", "Lima", "por ejemplo: America/Lima", "for example: America/Lima"),
    ("TIMEZONE", "madrid", "por ejemplo: Europe/Madrid", "for example: Europe/Madrid"),
    ("TIMEZONE", "../../etc/passwd", "zona horaria", "time zone"),
    ("TRENDS", "quizás", "Escribe on u off", "Write on or off"),
    ("GPT_TIMEOUT", "pronto", "Escribe segundos", "Write seconds"),
    ("LOG_LEVEL", "mucho", "DEBUG, INFO, WARNING o ERROR", "DEBUG, INFO, WARNING or ERROR"),
]


@pytest.fixture
def told(data_dir, monkeypatch, capsys):
    """`told(command, NAME=value, …)` runs it; its status, and all it said."""
    monkeypatch.chdir(data_dir)

    def told(command: str, **given: str) -> tuple[int, str]:
        plain = {"DATA_DIR": str(data_dir), "WEB_PORT": "0", "WEB_TOKEN": SECRET}
        for name, value in (plain | given).items():
            monkeypatch.setenv(f"PERUOPT_{name}", value)
        status = main([command])
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    return told


@pytest.mark.parametrize("command", ["run", "doctor"])
@pytest.mark.parametrize(("name", "value", "spanish", "english"), WRONG)
def test_a_wrong_setting_is_one_sentence(told, command, name, value, spanish, english):
    for locale, said in (("es_PE", spanish), ("en", english)):
        status, words = told(command, LOCALE=locale, **{name: value})
        assert status == 1
        (line,) = [line for line in words.splitlines() if f"PERUOPT_{name}" in line]
        assert said in line
        assert line.startswith("❌") == (command == "doctor")
        assert SECRET not in words


def test_a_language_we_do_not_speak_is_said_in_ours(told):
    for command in ("run", "console", "train"):
        assert told(command, LOCALE="fr") == (
            1,
            "PERUOPT_LOCALE: no hablo «fr». Escribe es_PE o en.\n",
        )


def test_every_trouble_is_said_at_once(told):
    status, words = told("run", LOCALE="en", WEB_PORT="x", TIMEZONE="y")
    assert status == 1
    assert [line.partition(":")[0] for line in words.splitlines()] == [
        "PERUOPT_TIMEZONE",
        "PERUOPT_WEB_PORT",
    ]


def test_the_doctor_goes_on_with_the_rest(told):
    _, words = told("doctor", WEB_PORT="x", TELEGRAM_TOKEN="1")
    assert "SQLite responde" in words
    assert "(PERUOPT_TELEGRAM_TOKEN) no tiene la forma" in words


def test_what_was_written_in_env_is_read_for_the_language_too(told, data_dir):
    (data_dir / ".env").write_text("PERUOPT_LOCALE=en\n")
    assert "is no port" in told("run", WEB_PORT="x")[1]


def test_a_wrong_secret_is_not_repeated(monkeypatch, data_dir):
    monkeypatch.chdir(data_dir)
    (data_dir / ".env").write_bytes(b"PERUOPT_GPT_API_KEY=sk-\xff\xfe\n")
    with pytest.raises(WrongSettings) as wrong:
        read()
    assert "sk-" not in str(wrong.value)
    assert wrong.value.__cause__ is None


@pytest.mark.parametrize(
    ("name", "key", "near"),
    [
        ("PERUOPT_WEB_PROT", "setup.unknown_near", "PERUOPT_WEB_PORT"),
        ("PERUOPT_TELEGRAN_TOKEN", "setup.unknown_near", "PERUOPT_TELEGRAM_TOKEN"),
        ("PERUOPT_ZZZ", "setup.unknown", ""),
    ],
)
def test_a_mistyped_name_is_noticed(told, monkeypatch, name, key, near):
    monkeypatch.setenv(name, SECRET)
    (trouble,) = unknown()
    assert (trouble.key, trouble.values) == (key, {"name": name, "near": near})
    status, words = told("doctor")
    assert status == 0
    assert f"⚠️ {name} no es un ajuste" in words
    assert SECRET not in words


def test_nothing_is_said_of_settings_that_are_right(told):
    status, words = told("doctor", LOCALE="en", TIMEZONE="Europe/Madrid", TRENDS="on")
    assert status == 0
    assert {line[0] for line in words.splitlines()} == {"✅"}
