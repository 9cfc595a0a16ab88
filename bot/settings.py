"""Everything that can be set, from PERUOPT_* in the environment or in a .env file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from peruopt.chat.words import LOCALES

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def is_zone(said: str) -> bool:
    """Whether there is such a time zone."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(said)
    except (ValueError, OSError, KeyError):
        return False
    return bool(said)


def _spoken(said: str) -> str:
    if said not in LOCALES:
        raise ValueError("no language of ours")
    return said


def _zone(said: str) -> str:
    if not is_zone(said):
        raise ValueError("no time zone")
    return said


def _level(said: str) -> str:
    if said.upper() not in LEVELS:
        raise ValueError("no level of logging")
    return said.upper()


Port = Annotated[int, Field(ge=0, le=65535)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^(https?://[^\s/]\S*)?$")]
Urls = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^(https?://[^\s/,][^\s,]*(\s*,\s*|$))*$"),
]


class Settings(BaseSettings):
    """One frozen object, read once at start.  A missing token closes its door and says so."""

    model_config = SettingsConfigDict(
        env_prefix="PERUOPT_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Field(Path("var"), description="Where all state lives.")
    database_url: str = Field(
        "", description="`postgresql://…`, or empty for SQLite in the data directory."
    )
    locale: Annotated[str, AfterValidator(_spoken)] = Field(
        "es_PE", description="Language of a new restaurant: `es_PE` or `en`."
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "America/Lima", description="IANA zone of a new restaurant."
    )
    log_level: Annotated[str, AfterValidator(_level)] = Field(
        "WARNING", description="`DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )

    web_host: str = Field("127.0.0.1", description="Where the page listens.")
    web_port: Port = Field(5000, description="The page's port.")
    web_token: SecretStr | None = Field(
        None, description="Needed to open the page from anywhere but this machine."
    )

    web_names: str = Field(
        "", description="Host names, comma-separated, by which the page may be reached."
    )

    telegram_token: SecretStr | None = Field(
        None, description="The bot's token from @BotFather; opens the Telegram door."
    )
    telegram_webhook_url: str = Field(
        "", description="Public https address; empty asks Telegram for updates instead."
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="16 to 256 letters, digits, `_` or `-` that Telegram repeats to us."
    )
    telegram_webhook_host: str = Field("127.0.0.1", description="Where the webhook listens.")
    telegram_webhook_port: Port = Field(8443, description="The webhook's port.")
    telegram_base_url: Url = Field(
        "https://api.telegram.org", description="Another Bot API server, if you run one."
    )

    slack_bot_token: SecretStr | None = Field(None, description="`xoxb-…`; opens the Slack door.")
    slack_app_token: SecretStr | None = Field(
        None, description="`xapp-…`, for Socket Mode, which needs no public address."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="For HTTP in place of Socket Mode."
    )
    slack_http_host: str = Field("127.0.0.1", description="Where Slack's requests come in.")
    slack_http_port: Port = Field(0, description="Their port; 0 means Socket Mode.")
    slack_base_url: Url = Field("https://slack.com/api/", description="Slack's API.")

    trends: bool = Field(default=False, description="Whether outside sources of trends are read.")
    trends_feeds: Urls = Field(
        "", description="Addresses of RSS or Atom feeds, comma-separated; empty is our own list."
    )
    trends_x_token: SecretStr | None = Field(
        None, description="App token for X's trends: paid, some US$ 0.20 a day; none, not asked."
    )

    gpt_api_key: SecretStr | None = Field(
        None, description="Without it, the offline writer writes."
    )
    gpt_model: str = Field("gpt-6-luna", description="Any chat model of the server below.")
    gpt_base_url: Url = Field(
        "https://api.openai.com/v1", description="Any GPT-compatible server."
    )
    gpt_timeout: Annotated[float, Field(gt=0, le=600)] = Field(
        20.0, description="Seconds before the offline writer steps in."
    )
    gpt_voice_model: str = Field(
        "gpt-4o-mini-transcribe",
        description="The model of the same server that hears voice notes; `none` is nobody.",
    )

    embeddings: bool = Field(
        default=False,
        description="Whether learning also reads what texts mean; needs `peruopt[embeddings]`.",
    )

    secret_key: SecretStr | None = Field(
        None,
        description="Seals the networks' tokens; several with commas, the newest first. "
        "Without it, a key is made in the data directory.",
    )
    public_url: Url = Field(
        "", description="`https://…` under which the page is reached from outside: for Instagram."
    )
    bucket: str = Field(
        "", description="A bucket that speaks S3, for Instagram's pictures, in place of that."
    )
    bucket_endpoint: Url = Field("", description="Its address; empty is Amazon's own.")
    bucket_region: str = Field("", description="Its region; empty is us-east-1.")
    bucket_key: str = Field("", description="The access key's id.")
    bucket_secret: SecretStr | None = Field(None, description="The access key's secret.")
    graph_version: str = Field("v26.0", description="Version of Meta's Graph API.")
    graph_base_url: Url = Field("https://graph.facebook.com", description="Meta's Graph API.")
    meta_app_id: str = Field("", description="Your app at Meta: with it, tokens renew themselves.")
    meta_app_secret: SecretStr | None = Field(None, description="That app's secret.")
    x_client_id: str = Field("", description="Your app at X: with it, tokens renew themselves.")
    x_client_secret: SecretStr | None = Field(None, description="Its secret, if it has one.")
    x_base_url: Url = Field("https://api.x.com", description="X's API.")

    @property
    def voice_model(self) -> str:
        """The model that hears voice notes; empty where none does."""
        return "" if self.gpt_voice_model == "none" else self.gpt_voice_model

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'peruopt.db'}"
