"""Where the app is installed, and with which token it speaks there: kept sealed, replaced as a whole, and never in a log.

The key that seals them is the installation's own, in the chest, like a person's: what uninstalling forgets there opens in no
backup either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.engine import Database
from bot.db.installation_tables import Installation
from bot.db.once import insert_once
from bot.db.plainly import Phrase
from bot.db.tokens import seal_token
from bot.db.turns import held
from bot.services import forgetting, own_keys

ITS_KEY = "the installation"
"""Whose key seals the tokens: no person's, for Slack's ids have no spaces."""


@dataclass(frozen=True, repr=False)
class Fresh:
    """A token as Slack has just given it; `expires_at` is None where tokens last."""

    token: str
    refresh_token: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Granted:
    """What an administrator said yes to: where (a team's id, or an organization's), as whom, what we may do there.

    `name` is what Slack calls the place, `by` who said yes.
    """

    workspace: str
    app_id: str | None
    bot_id: str | None
    bot_user: str | None
    scopes: str
    fresh: Fresh
    name: str | None = None
    by: str | None = None


@dataclass(frozen=True, repr=False)
class Kept:
    """An installation as it stands, its tokens sealed. `workspace` is whose it is: a team's own, or its organization's."""

    workspace: str
    through: str | None
    app_id: str | None
    bot_id: str | None
    bot_user: str | None
    scopes: str
    token: bytes | None
    refresh_token: bytes | None
    expires_at: datetime | None
    uninstalled_at: datetime | None


_KEPT: Select[Any] = select(*(getattr(Installation, name) for name in Kept.__dataclass_fields__))
_OF_ONE = Phrase(lambda _: _KEPT.where(Installation.workspace == bindparam("of")))


async def serving(database: Database, workspace: str) -> Kept | None:
    """The installation with whose token the app speaks in this workspace: its own, else its organization's; None without."""
    mine = await _one(database, workspace)
    if mine is None or mine.uninstalled_at is not None:
        return None
    found = mine if mine.token is not None or mine.through is None else await _one(database, mine.through)
    return found if found is not None and found.token is not None else None


async def _one(database: Database, workspace: str) -> Kept | None:
    rows = await database.ask(_OF_ONE, of=workspace)
    return Kept(*rows[0]) if rows else None


async def keep(session: AsyncSession, granted: Granted, *, now: datetime) -> None:
    """Keep a new installation, or put it in the place of the one before: nothing of the old tokens is left."""
    workspace = granted.workspace
    new = Installation(workspace=workspace, scopes=granted.scopes, installed_at=now)
    await insert_once(session, new)
    values = await _sealed(session, workspace, granted.fresh)
    who = {"app_id": granted.app_id, "bot_id": granted.bot_id, "bot_user": granted.bot_user, "scopes": granted.scopes}
    lead = func.coalesce(Installation.first_lead, granted.by)
    here = {"through": None, "installed_at": now, "uninstalled_at": None, "name": granted.name, "first_lead": lead}
    await _write(session, workspace, **values, **who, **here)


async def reach(session: AsyncSession, workspace: str, organization: str, *, now: datetime) -> bool:
    """A workspace of this organization is served from now on; says whether it is new to it.

    What took the app out before, on its own or in another organization, is served through this one now.
    """
    new = Installation(workspace=workspace, through=organization, scopes="", installed_at=now)
    if await insert_once(session, new):
        return True
    elsewhere = or_(Installation.through.is_(None), Installation.through != organization)
    over = (Installation.workspace == workspace, Installation.uninstalled_at.is_not(None), elsewhere)
    here = update(Installation).where(*over).values(through=organization).returning(Installation.workspace)
    return (await session.execute(here.execution_options(**_QUIETLY))).first() is not None


async def renewed(session: AsyncSession, workspace: str, fresh: Fresh, *, used: bytes | None) -> None:
    """Keep what a refresh token (as it was sealed) was exchanged for; not where the app was uninstalled, or installed anew, meanwhile."""
    still = (Installation.workspace == workspace, Installation.refresh_token == used)
    if await session.scalar(held(session, select(Installation.workspace).where(*still))) is not None:
        await _write(session, workspace, **await _sealed(session, workspace, fresh))


async def expiring(database: Database, *, before: datetime) -> Sequence[str]:
    """Whose tokens will have expired by then."""
    soon = select(Installation.workspace).where(Installation.token.is_not(None), Installation.expires_at < before)
    async with database.read() as session:
        return (await session.scalars(soon.order_by(Installation.expires_at))).all()


async def workspaces(session: AsyncSession) -> Sequence[str]:
    """Every workspace in which the app is, or was, installed; an organization is none."""
    found = await session.scalars(select(Installation.workspace).where(~Installation.workspace.startswith("E")))
    return found.all()


async def first_lead(session: AsyncSession, workspace: str) -> str:
    """Who may set the program of this workspace up: who installed the app there, or whom the office named; empty: anybody."""
    return await session.scalar(select(Installation.first_lead).where(Installation.workspace == workspace)) or ""


async def name_first_lead(session: AsyncSession, workspace: str, person: str) -> None:
    """Let this person set the program up, and nobody else."""
    await _write(session, workspace, first_lead=person)


async def not_renewed(session: AsyncSession, *, before: datetime) -> Sequence[tuple[str, datetime]]:
    """Whose tokens end before this moment, and when: they should have been renewed by now."""
    asked = select(Installation.workspace, Installation.expires_at)
    late = asked.where(Installation.token.is_not(None), Installation.expires_at < before)
    found = await session.execute(late.order_by(Installation.expires_at))
    return [(holder, ends) for holder, ends in found if ends is not None]


async def is_there(session: AsyncSession, workspace: str) -> bool:
    """Whether the app was installed in this workspace by OAuth."""
    return await session.get(Installation, workspace) is not None


@dataclass(frozen=True)
class Place:
    """A workspace in which the app is or was: its id, what Slack calls it, who may set its program up, and whether it is there."""

    workspace: str
    name: str | None
    first_lead: str | None
    is_installed: bool


async def places(session: AsyncSession) -> Sequence[Place]:
    """Every workspace in which the app is, or was, installed; an organization is none."""
    there = Installation.uninstalled_at.is_(None)
    asked = select(Installation.workspace, Installation.name, Installation.first_lead, there)
    found = await session.execute(asked.where(~Installation.workspace.startswith("E")))
    return [Place(*row) for row in found]


async def through(session: AsyncSession, organization: str) -> Sequence[str]:
    """The workspaces that are, or were, served through this organization."""
    found = await session.scalars(select(Installation.workspace).where(Installation.through == organization))
    return found.all()


async def through_and_out(session: AsyncSession, organization: str, *, since: datetime | None) -> Sequence[str]:
    """Those of them that are out since this very moment; with None, those that are served."""
    theirs = (Installation.through == organization, Installation.uninstalled_at == since)
    return (await session.scalars(select(Installation.workspace).where(*theirs))).all()


async def out_since(session: AsyncSession, workspace: str) -> datetime | None:
    """Since when the app is out of this workspace or organization; None where it is not, or never was."""
    row = await session.get(Installation, workspace)
    return row.uninstalled_at if row else None


async def _sealed(session: AsyncSession, workspace: str, fresh: Fresh) -> dict[str, Any]:
    chest = own_keys.chest_of(session)
    await forgetting.pay(session, chest, workspace, ITS_KEY)  # else the new tokens would go with the old ones' key
    key = await chest.key_for(workspace, ITS_KEY)
    token = seal_token(key, fresh.token, workspace, "token")
    renewing = fresh.refresh_token and seal_token(key, fresh.refresh_token, workspace, "refresh_token")
    return {"token": token, "refresh_token": renewing or None, "expires_at": fresh.expires_at}


async def empty(session: AsyncSession, workspace: str, *, now: datetime) -> bool:
    """Delete the tokens, and owe the forgetting of their key; says whether the app was there until now."""
    await insert_once(session, Installation(workspace=workspace, scopes="", installed_at=now))
    gone = {"token": None, "refresh_token": None, "expires_at": None, "uninstalled_at": now, "first_lead": None}
    there = update(Installation).where(Installation.workspace == workspace, Installation.uninstalled_at.is_(None))
    done = await session.execute(there.values(**gone).returning(Installation.workspace).execution_options(**_QUIETLY))
    await forgetting.owe(session, workspace, ITS_KEY, now=now)
    return done.first() is not None


async def back(session: AsyncSession, workspace: str) -> datetime | None:
    """It is installed again; says since when it was not, or None."""
    since = await out_since(session, workspace)
    if since is not None:
        await _write(session, workspace, uninstalled_at=None)
    return since


async def _write(session: AsyncSession, workspace: str, **values: Any) -> None:
    row = update(Installation).where(Installation.workspace == workspace).values(**values)
    await session.execute(row.execution_options(**_QUIETLY))


_QUIETLY = {"synchronize_session": False}
