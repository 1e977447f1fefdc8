"""Each person's own key: their words are sealed with it, and whoever was erased has none."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.chest import Chest
from bot.db.sealed import seal
from bot.services import forgetting


def chest_of(session: AsyncSession) -> Chest:
    """The key chest that travels with this session."""
    chest = session.info["chest"]
    assert isinstance(chest, Chest)  # noqa: S101 - the composition root puts it there
    return chest


async def seal_for(session: AsyncSession, workspace: str, author: str, said: str, place: str) -> bytes:
    """Words, sealed with their author's own key for one place; somebody who has no key gets one."""
    if await forgetting.pay(session, chest_of(session), workspace, author):  # else it would go with the old words' key
        session.info.pop("data_keys", None)
    key = await key_of(session, workspace, author)
    if key is None:
        key = await chest_of(session).key_for(workspace, author)
        session.info["data_keys"][workspace, author] = key
    return seal(key, said.encode(), place)


async def key_of(session: AsyncSession, workspace: str, author: str) -> bytes | None:
    """The author's key, fetched once for each transaction; None for somebody who never had one, or was erased."""
    fetched: dict[tuple[str, str], bytes] = session.info.setdefault("data_keys", {})
    if (workspace, author) not in fetched:
        found = await chest_of(session).keys_of(workspace, [author])
        fetched |= {(workspace, person): key for person, key in found.items()}
    return fetched.get((workspace, author))
