"""How Slack calls people; asked once for each."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.slack.api import Api
from bot.slack.troubles import SlackRefused

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

KEPT = 2000


class People:
    """Names by id."""

    def __init__(self, web: AsyncWebClient, api: Api) -> None:
        self._web, self._api = web, api
        self._names: OrderedDict[str, str] = OrderedDict()

    async def name(self, person: str) -> str:
        """Return the person's name; empty where Slack does not say."""
        if person not in self._names:
            try:
                told = await self._api.run(
                    "users.info", "", lambda: self._web.users_info(user=person)
                )
            except (SlackRefused, OSError, TimeoutError):
                return ""  # a missing permission keeps nobody from being heard
            user = told["user"]
            profile = user.get("profile") or {}
            named = profile.get("display_name") or user.get("real_name") or user.get("name")
            self._names[person] = str(named or "")
            if len(self._names) > KEPT:
                self._names.popitem(last=False)
        return self._names[person]
