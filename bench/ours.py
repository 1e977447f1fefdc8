"""Where the benchmarks touch the app: when the app changes, this is the file to follow it."""

import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, redirect_stderr
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from bench.agreed import SECRET, TEAM, TOKEN
from bench.databases import Place
from bot import app, logs, serving
from bot import library as files
from bot.coaching import messages
from bot.coaching.agreement import version_of
from bot.coaching.prompts import Library
from bot.db.chest import DataKey, WorkspaceKey, unwrap_data_key, wrap_data_key
from bot.db.engine import Database
from bot.db.sealed import new_key, place_of_answer, seal, unseal
from bot.db.tables import Digest
from bot.services import beat, delivery, digests, memories, own_keys
from bot.services.courier import Courier
from bot.settings import ROOT, Settings
from bot.slack import connection, ids, posts
from bot.slack.messenger import SlackMessenger

SERVE = (sys.executable, "-m", "bot", "serve")
NO_PACE = 100_000.0
WORK = (sys.executable, "-m", "bot", "work")


@cache
def library() -> Library:
    """The prompts, as the app reads them."""
    return files.load(ROOT / "prompts")


def agreed_to() -> str:
    """The agreement of today, as it stands in the row of somebody who said yes to it."""
    return version_of(library().paths["agreement"].version, 1)


def settings(place: Place, slack: str = "http://127.0.0.1:9/api/", **changed: Any) -> Settings:
    """The settings of a deployment over HTTP that keeps its data here and takes `slack` for Slack."""
    values: dict[str, Any] = {
        "data_dir": place.folder,
        "database_url": place.url,
        "sealing_key": SecretStr("00" * 32),
        "host": "127.0.0.1",
        "slack_transport": "http",
        "slack_bot_token": SecretStr(TOKEN),
        "slack_signing_secret": SecretStr(SECRET),
        "slack_api_url": slack,
        "posts_per_second": NO_PACE,  # how fast it can go, and not how fast Slack wants it
        "seconds_between_posts": 0,
        "requests_per_minute": 1_000_000,  # one person of a benchmark clicks as often as it can
        "requests_per_minute_of_all": 1_000_000,
        "spread_minutes": 0,
    }
    return Settings(_env_file=None, **values | changed)


def environment(given: Settings) -> dict[str, str]:
    """The same as environment variables, for a process of the app."""
    values = {}
    for name in type(given).model_fields:
        value = getattr(given, name)
        values[name.upper()] = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    return {**os.environ, **values}


@asynccontextmanager
async def opened(place: Place) -> AsyncIterator[Database]:
    """The app's database, in today's shape. The app's log goes into a file in its folder."""
    with (place.folder / "app.log").open("a") as log, redirect_stderr(log):
        logs.set_up("INFO")
        async with app.open_database(settings(place), upgrade=True) as database:
            serving.calm_the_collector()
            yield database


async def plan(database: Database, now: datetime) -> int:
    """One whole beat of the clock: everything that is planned, kept and cleaned at this moment."""
    planned = await beat.plan(database, library(), now=now)
    await beat.keep(database, now=now)
    return planned


async def count(database: Database, people: Mapping[str, str], now: datetime) -> None:
    """Keep the counts of what these people were asked (id to workspace), as a year's beats have left them."""
    async with database.begin() as session:
        pasts = await memories.known(session, list(people), now=now)
        await memories.keep(session, [memories.row(each, people[each], past) for each, past in pasts.items()])


@asynccontextmanager
async def courier(place: Place, database: Database, slack: str) -> AsyncIterator[Courier]:
    """One worker, as the app makes it."""
    chosen = settings(place, slack)
    async with connection.http(chosen) as session, app.alive(chosen) as life:
        yield Courier(
            database=database,
            messenger=SlackMessenger(connection.client(chosen, session)),
            library=library(),
            clock=lambda: datetime.now(UTC),
            life=life,
            landing=timedelta(seconds=chosen.landing_seconds),
            paces=app.paces(chosen),
        )


async def send(carrying: Courier) -> int:
    """One beat of sending: all that is due, settled when this returns."""
    return await delivery.carry_all(carrying, patience=timedelta(0), enough=timedelta(minutes=5))


@dataclass(frozen=True)
class Asked:
    """A prompt of the library, as the history of a caseworker names it."""

    id: str
    topic: str
    strategy: str


def asked() -> list[Asked]:
    """Every prompt that the clock may choose."""
    return [
        Asked(each.id, each.topic, each.strategy) for each in library().prompts.values() if each.review != "retired"
    ]


def written() -> Asked:
    """A prompt that is answered in words, for reflections to be written under load."""
    found = next(each for each in library().prompts.values() if each.format == "text" and each.topic == "kin")
    return Asked(found.id, found.topic, found.strategy)


def nudge_as_posted(delivery_id: str, nudge_id: str) -> dict[str, Any]:
    """What the app hands to chat.postMessage for a nudge: text, blocks and metadata."""
    prompt = library().prompts[written().id]
    readers = messages.before_answering(coach_supervises=False, coach="C1", private=False, asked_by=None)
    nudge = messages.Nudge(
        nudge_id=nudge_id,
        question=prompt.text,
        topic=library().topics[prompt.topic].title,
        readers=readers,
        reviewed=False,
        asked_by=None,
        checking_back=False,
    )
    metadata = {"event_type": ids.DELIVERY_EVENT, "event_payload": {ids.DELIVERY_KEY: delivery_id}}
    return {
        **posts.variants(nudge)[-1].as_arguments(),
        "metadata": metadata,
        "unfurl_links": False,
        "unfurl_media": False,
    }


async def give_keys(database: Database, people: Sequence[str]) -> dict[str, bytes]:
    """Each of these has written before, so that they have a key of their own in the chest; gives the keys."""
    async with database.read() as session:
        chest = own_keys.chest_of(session)
    made = {people[0]: await chest.key_for(TEAM, people[0])}  # the first one makes the workspace's key, too
    made |= {person: new_key() for person in people[1:]}
    async with chest.database.begin() as session:
        above = (await session.scalars(select(WorkspaceKey))).one()
        opened_above = chest.open_workspace_key(above)
        for person in people[1:]:
            wrapped = wrap_data_key(opened_above, made[person], TEAM, person)
            session.add(DataKey(workspace=TEAM, person=person, workspace_key_id=above.id, wrapped=wrapped))
    return made


def sealed(key: bytes, said: str, author: str, reflection: str, step: str) -> bytes:
    """An answer as it is kept."""
    return seal(key, said.encode(), place_of_answer(TEAM, author, reflection, step))


async def workspace_key(database: Database) -> bytes:
    """The key that opens people's keys."""
    async with database.read() as session:
        chest = own_keys.chest_of(session)
    async with chest.database.read() as session:
        return chest.open_workspace_key((await session.scalars(select(WorkspaceKey))).one())


def unsealed(above: bytes, wrapped: bytes, kept: bytes, author: str, reflection: str, step: str) -> str:
    """Unwrap one person's key, and open one answer of theirs with it."""
    key = unwrap_data_key(above, wrapped, TEAM, author)
    return unseal(key, kept, place_of_answer(TEAM, author, reflection, step)).decode()


def keys_file(place: Place) -> Place:
    """Where the chest keeps the keys: beside the SQLite file, or in the same database."""
    return place if place.url else replace(place, file_name="keys.db")


async def compose_digest(database: Database, digest_id: str, now: datetime) -> int:
    """Put a coach's digest together as at the moment of sending; gives how many lines it shows."""
    async with database.begin() as session:
        made = await session.get_one(Digest, digest_id)
        composed = await digests.compose(session, library(), made, now=now)
    return sum(len(person.lines) for person in composed.digest.people)
