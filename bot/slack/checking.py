"""What `peruopt doctor` asks of Slack: tokens, scopes, the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.check import Check, fine, refused, wrong
from bot.slack.door import SLACK
from bot.slack.manifest import SCOPES
from bot.slack.troubles import explained

if TYPE_CHECKING:
    from pydantic import SecretStr
    from slack_sdk.web.async_client import AsyncWebClient


async def check(
    bot_token: SecretStr,
    app_token: SecretStr | None,
    signing_secret: SecretStr | None,
    *,
    http: bool = False,
    base_url: str = SLACK,
) -> list[Check]:
    """Return what works and what does not, and what to do about it."""
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web.async_client import AsyncWebClient

    web = AsyncWebClient(bot_token.get_secret_value(), base_url, retry_handlers=[])
    found: list[Check] = []
    try:
        who = await web.auth_test()
        found.append(fine("slack.check_token", team=who.get("team"), name=who.get("user")))
        headers = {name.lower(): value for name, value in who.headers.items()}
        given = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")}
        lacking = [scope for scope in SCOPES if scope not in given]
        found += [wrong("slack.missing_scope", scope=scope) for scope in lacking] or [
            fine("slack.check_scopes")
        ]
        if http and signing_secret is None:
            found.append(wrong("slack.no_signing_secret"))
        elif http:
            found.append(fine("slack.check_http"))
        elif app_token is None:
            found.append(wrong("slack.no_app_token"))
        else:
            found.append(await _line(web, app_token.get_secret_value()))
    except SlackApiError as error:
        found.append(refused(explained(error)))
    except (OSError, TimeoutError) as error:
        found.append(wrong("slack.check_unreachable", why=type(error).__name__))
    return found


async def _line(web: AsyncWebClient, app_token: str) -> Check:
    """Say whether the app token opens a line: it has a place and a scope of its own."""
    from slack_sdk.errors import SlackApiError

    try:
        await web.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return refused(explained(error, line=True))
    return fine("slack.check_socket")
