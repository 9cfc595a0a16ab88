"""What `peruopt doctor` asks of Slack: tokens, scopes, the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.slack.door import SLACK
from bot.slack.manifest import SCOPES
from bot.slack.troubles import explained

if TYPE_CHECKING:
    from pydantic import SecretStr
    from slack_sdk.web.async_client import AsyncWebClient


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    fine: bool
    key: str
    values: dict[str, object] = field(default_factory=dict)


async def check(
    bot_token: SecretStr,
    app_token: SecretStr | None,
    signing_secret: SecretStr | None,
    *,
    http: bool = False,
    base_url: str = SLACK,
) -> list[Finding]:
    """Return what works and what does not, and what to do about it."""
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web.async_client import AsyncWebClient

    web = AsyncWebClient(bot_token.get_secret_value(), base_url, retry_handlers=[])
    found: list[Finding] = []
    try:
        who = await web.auth_test()
        told: dict[str, object] = {"team": who.get("team"), "name": who.get("user")}
        found.append(Finding(fine=True, key="slack.check_token", values=told))
        headers = {name.lower(): value for name, value in who.headers.items()}
        given = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")}
        lacking = [scope for scope in SCOPES if scope not in given]
        found += [
            Finding(fine=False, key="slack.missing_scope", values={"scope": scope})
            for scope in lacking
        ] or [Finding(fine=True, key="slack.check_scopes")]
        if http:
            key = "slack.check_http" if signing_secret else "slack.no_signing_secret"
            found.append(Finding(fine=signing_secret is not None, key=key))
        elif app_token is None:
            found.append(Finding(fine=False, key="slack.no_app_token"))
        else:
            found.append(await _line(web, app_token.get_secret_value()))
    except SlackApiError as error:
        said = explained(error)
        found.append(Finding(fine=False, key=said.key, values=said.values))
    except (OSError, TimeoutError) as error:
        why: dict[str, object] = {"why": type(error).__name__}
        found.append(Finding(fine=False, key="slack.check_unreachable", values=why))
    return found


async def _line(web: AsyncWebClient, app_token: str) -> Finding:
    """Say whether the app token opens a line: it has a place and a scope of its own."""
    from slack_sdk.errors import SlackApiError

    try:
        await web.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        said = explained(error, line=True)
        return Finding(fine=False, key=said.key, values=said.values)
    return Finding(fine=True, key="slack.check_socket")
