"""A database as the first version left it: one key sealed everybody's words."""

from datetime import UTC, datetime

from alembic import command
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import create_async_engine

from bot.db import migrate
from bot.db.engine import address
from bot.new_file import make_folder
from bot.settings import Settings
from tests import by_hand

KEY = bytes(range(32))
NONCE = bytes(12)
INSERTS = (
    "INSERT INTO enrollments (id, workspace, caseworker, coach, supervisor, channel, days, opens, closes, zone,"
    " per_week, cheer, standing, invited_by, invited_at) VALUES ('e1', 'T0SHOULDER', 'UANA', 'UCORA', 'USAM',"
    " 'CWINS', '0', '09:30:00.000000', '12:30:00.000000', 'UTC', 2, 'none', 'active', 'ULEE', :at)",
    "INSERT INTO reflections (id, workspace, enrollment_id, prompt_id, prompt_version, topic, strategy, screen,"
    " started_at) VALUES ('r1', 'T0SHOULDER', 'e1', 'p', 1, 'kin', 'reinforce', 0, :at)",
    "INSERT INTO answers (reflection_id, step, workspace, position, role, question, words, saved_at)"
    " VALUES ('r1', 'question', 'T0SHOULDER', 0, 'answer', 'What did you try?', :sealed, :at)",
)


async def migrated_to(settings: Settings, version: str) -> None:
    """Make the tables as they were in this version."""
    engine = create_async_engine(address(settings.database_address))
    async with engine.begin() as connection:
        await connection.run_sync(lambda each: command.upgrade(migrate.config(each), version))
    await engine.dispose()


async def a_database_of_the_first_version(settings: Settings, said: str) -> str:
    """Write it where the settings say, with one answer in it; gives the reflection's id."""
    make_folder(settings.data_dir)
    (settings.data_dir / "sealing.key").write_text(KEY.hex() + "\n")
    await migrated_to(settings, "0001")
    sealed = b"\x01" + NONCE + AESGCM(KEY).encrypt(NONCE, said.encode(), b"answers.words")
    for statement in INSERTS:
        by_hand.write(settings, statement, at=datetime(2026, 11, 2, 15, 30, tzinfo=UTC), sealed=sealed)
    return "r1"
