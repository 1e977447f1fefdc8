"""Have the right token at hand for each workspace, and renew it ahead of its end, once, whoever else is at it.

The row is asked at each use, so that an uninstall, or another process's renewal, counts at once. What is remembered is only
what sealed bytes opened to.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.db.chest import Chest
from bot.db.engine import Database
from bot.db.sealed import WrongKey
from bot.db.to_the_end import to_the_end
from bot.db.tokens import Which, open_token
from bot.db.turns import alone
from bot.services import installations, not_renewed, own_keys
from bot.services.installations import ITS_KEY, Fresh, Kept
from bot.services.messenger import SendProblem

log = structlog.get_logger()

AHEAD = timedelta(hours=2)
AT_THE_LATEST = timedelta(minutes=5)
AFTER_A_NO = timedelta(minutes=5)
MOST_OPENED = 2_000
MOST_TRIES = 40
LONGEST_PAUSE = 5.0
Exchange = Callable[[str], Awaitable[Fresh]]


@dataclass(frozen=True, repr=False)
class Pass:
    """What is needed to speak in a workspace, and to know ourselves there."""

    app_id: str | None
    bot_id: str | None
    bot_user: str | None
    scopes: str
    token: str


class Tokens:
    """The tokens of all installations. `exchange` has Slack give a fresh one for a refresh token; it raises SendProblem.

    None: renewing is left to the app that runs, as every command leaves it, for a refresh token is good once.
    """

    def __init__(self, database: Database, exchange: Exchange | None, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._exchange = exchange
        self._clock = clock
        self._opened: dict[bytes, str] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._rests: dict[str, datetime] = {}

    async def of(self, workspace: str) -> Pass | None:
        """The pass for this workspace; None where the app is not installed."""
        kept = await installations.serving(self._database, workspace)
        if kept is not None and self._exchange is not None and self._ends_within(kept, AT_THE_LATEST):
            await self.renew(kept.workspace)
            kept = await installations.serving(self._database, workspace)
        if kept is None or kept.token is None:
            return None
        token = await self._open(kept, kept.token, "token")
        if token is None:
            return None
        return Pass(kept.app_id, kept.bot_id, kept.bot_user, kept.scopes, token)

    async def renew_ahead(self) -> int:
        """Renew what will end soon; says how many were looked at."""
        ending = await installations.expiring(self._database, before=self._clock() + AHEAD)
        for each in ending:
            await self.renew(each)
        return len(ending)

    async def renew(self, holder: str) -> None:
        """Renew this installation's token, unless somebody else just did. A refresh token is good once, so one at a time.

        Where Slack does not give a new one, the old one is used for as long as it lasts.
        """
        async with self._turns.setdefault(holder, asyncio.Lock()):
            rests = self._rests.get(holder)
            if rests is not None and self._clock() < rests:
                return
            async with alone(self._database.engine, f"renew the token of {holder}"):
                kept = await installations.serving(self._database, holder)
                if kept is None or kept.refresh_token is None or not self._ends_within(kept, AHEAD):
                    return
                refresh = await self._open(kept, kept.refresh_token, "refresh_token")
                if refresh and self._exchange is not None:
                    await self._swap(kept, refresh, self._exchange)

    async def _swap(self, kept: Kept, refresh: str, exchange: Exchange) -> None:
        holder = kept.workspace
        try:
            # From here on Slack may have used the refresh token up: whoever stops us must wait until the new one is kept.
            await to_the_end(asyncio.ensure_future(self._exchange_and_keep(kept, refresh, exchange)))
        except SendProblem as problem:
            self._rests[holder] = self._clock() + AFTER_A_NO
            log.warning("token_not_renewed", workspace=holder, reason=problem.reason)
            if problem.reason in not_renewed.USED_UP and kept.expires_at is not None:
                async with self._database.begin() as session:
                    await not_renewed.tell(session, holder, kept.expires_at, now=self._clock())
        else:
            log.info("token_renewed", workspace=holder)

    async def _exchange_and_keep(self, kept: Kept, refresh: str, exchange: Exchange) -> None:
        holder = kept.workspace
        fresh = await exchange(refresh)
        for tried in range(1, MOST_TRIES + 1):
            try:
                async with self._database.begin() as session:
                    await installations.renewed(session, holder, fresh, used=kept.refresh_token)
                return
            except SQLAlchemyError as problem:
                log.warning("token_not_kept_yet", workspace=holder, reason=type(problem).__name__, tried=tried)
            await asyncio.sleep(min(0.05 * 2**tried, LONGEST_PAUSE))
        log.critical("token_lost", workspace=holder)

    def _ends_within(self, kept: Kept, time: timedelta) -> bool:
        return kept.expires_at is not None and kept.expires_at < self._clock() + time

    async def _open(self, kept: Kept, sealed: bytes, which: Which) -> str | None:
        """What these bytes say; None when their key was forgotten a moment ago, or is another one since, as after a backup was put
        back: then the app is to be installed again there, and nothing of it keeps the others from being renewed."""
        if (known := self._opened.get(sealed)) is not None:
            return known
        key = (await (await self._chest()).keys_of(kept.workspace, [ITS_KEY])).get(ITS_KEY)
        if key is None:
            return None
        if len(self._opened) >= MOST_OPENED:
            self._opened.clear()
        try:
            self._opened[sealed] = open_token(key, sealed, kept.workspace, which)
        except WrongKey:
            log.warning("token_does_not_open", workspace=kept.workspace, which=which)
        return self._opened.get(sealed)

    async def _chest(self) -> Chest:
        async with self._database.read() as session:
            return own_keys.chest_of(session)
