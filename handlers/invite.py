"""`/invitar <rol>`: a code, and where possible a link, that brings one person in."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply
from peruopt.errors import UserError
from peruopt.restaurant import RANK, Role
from peruopt.work.joining import INVITED, invite, spelled

MYSELF = ("yo", "me", "myself")
ROLES = {
    "dueno": Role.OWNER,
    "duena": Role.OWNER,
    "propietario": Role.OWNER,
    "aprobador": Role.APPROVER,
    "aprobadora": Role.APPROVER,
    "editora": Role.EDITOR,
    "lector": Role.VIEWER,
    "lectora": Role.VIEWER,
    **{role.value: role for role in Role},
}


def role_of(said: str) -> Role:
    """Return the role that was named; raise UserError that lists them."""
    found = ROLES.get(plain(said.strip()))
    if found is None:
        raise UserError("team.no_role", said=said.strip()[:40])
    return found


@register.command("invitar", alias="invite", topic="invite")
async def answer(ask: Ask) -> Reply:
    """Make an invitation, or offer the roles."""
    said = plain(ask.text.strip())
    oneself = said in MYSELF
    if not oneself:
        ask.person.require(Role.OWNER)
    if not said:
        return _offered(ask)
    role = ask.person.role if oneself else role_of(said)
    code = await asyncio.to_thread(invite, ask.services, ask.person, role, oneself=oneself)
    told = {"role": role, "n": int(INVITED.total_seconds() // 3600), "code": spelled(code)}
    lines = [ask.words("invite.oneself" if oneself else "invite.made", **told)]
    lines += [
        ask.words("invite.link", door=ask.words(f"door.{door}"), url=link(code))
        for door, link in ask.services.links.items()
    ]
    return Reply("\n\n".join(lines), title=ask.words("invite.title"), private=True)


def _offered(ask: Ask) -> Reply:
    roles = sorted(Role, key=lambda role: -RANK[role])
    label = ask.words
    buttons = tuple(
        (Button(label(f"role.{role}").capitalize(), Action("invitar", (role.value,))),)
        for role in roles
    )
    return Reply(ask.words("invite.which"), title=ask.words("invite.title"), buttons=buttons)
