"""Slack's own framework behind the same web server, with nothing to do but answer: `ack()` for a command and for a form."""

import argparse
import asyncio
from typing import Any

import uvicorn
import uvloop
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bench.agreed import COMMAND, SECRET, STEP_FORM, TOKEN

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def site(slack: str, *, wait_for_listener: bool) -> Starlette:
    """The web application. `wait_for_listener` answers when the listener is done, and not on Bolt's next look for an ack."""
    bolt = AsyncApp(
        signing_secret=SECRET,
        client=AsyncWebClient(token=TOKEN, base_url=slack),
        process_before_response=wait_for_listener,
    )
    bolt.command(COMMAND)(_acknowledge)
    bolt.view(STEP_FORM)(_acknowledge)
    answering = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        return await answering.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), Route("/healthz", _health)])


async def _acknowledge(ack: Any) -> None:
    await ack()


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok")


async def serve(port: int, slack: str, database: str, *, wait_for_listener: bool) -> None:
    """Answer until it is stopped, with a database opened beside it as any app would have one."""
    address = make_url(database)
    engine = create_async_engine(address.set(drivername=DRIVERS[address.drivername]))
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    config = uvicorn.Config(
        site(slack, wait_for_listener=wait_for_listener),
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--slack", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--wait-for-listener", action="store_true")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(given.port, given.slack, given.database, wait_for_listener=given.wait_for_listener))
