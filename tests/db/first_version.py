"""A database as the first version left it: one key sealed everybody's words."""

import sqlite3

from alembic import command
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import create_async_engine

from bot.app import make_folder
from bot.db import migrate
from bot.settings import Settings

KEY = bytes(range(32))
NONCE = bytes(12)


async def a_database_of_the_first_version(settings: Settings, said: str) -> str:
    """Write it where the settings say, with one answer in it; gives the reflection's id."""
    make_folder(settings.data_dir)
    (settings.data_dir / "sealing.key").write_text(KEY.hex() + "\n")
    engine = create_async_engine(settings.database_address)
    async with engine.begin() as connection:
        await connection.run_sync(lambda each: command.upgrade(migrate.config(each), "0001"))
    await engine.dispose()
    sealed = b"\x01" + NONCE + AESGCM(KEY).encrypt(NONCE, said.encode(), b"answers.words")
    at = "2026-11-02 15:30:00.000000"
    with sqlite3.connect(settings.data_dir / "shoulder.db") as file:
        file.execute(
            "INSERT INTO enrollments (id, workspace, caseworker, coach, supervisor, channel, days, opens, closes, zone,"
            " per_week, cheer, standing, invited_by, invited_at) VALUES ('e1', 'T0SHOULDER', 'UANA', 'UCORA', 'USAM',"
            " 'CWINS', '0', '09:30:00', '12:30:00', 'UTC', 2, 'none', 'active', 'ULEE', ?)",
            (at,),
        )
        file.execute(
            "INSERT INTO reflections (id, workspace, enrollment_id, prompt_id, prompt_version, topic, strategy, screen,"
            " started_at) VALUES ('r1', 'T0SHOULDER', 'e1', 'p', 1, 'kin', 'reinforce', 0, ?)",
            (at,),
        )
        file.execute(
            "INSERT INTO answers (reflection_id, step, workspace, position, role, question, words, saved_at)"
            " VALUES ('r1', 'question', 'T0SHOULDER', 0, 'answer', 'What did you try?', ?, ?)",
            (sealed, at),
        )
    file.close()
    return "r1"
