"""Change the master key while the app runs: everything is wrapped anew, one person at a time, and a crash loses nothing.

People's words stay as they are sealed: their data keys do not change, only what wraps them does.
"""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.chest import (
    MAKING_KEYS,
    Chest,
    DataKey,
    Proof,
    WorkspaceKey,
    new_workspace_key,
    prove,
    unwrap_data_key,
    wrap_data_key,
)
from bot.db.masters import name_of
from bot.db.sealed import new_key
from bot.db.turns import take_turn

AT_ONCE = 100


async def rotate(chest: Chest) -> int:
    """Wrap every key under the current master key; says how many people's keys were wrapped anew.

    With a key file a new master key is made first, unless an earlier rotation was cut off: then that one is finished.
    Keys of the environment are changed there (SEALING_KEY, with the old one in SEALING_KEYS_BEFORE).
    """
    if chest.masters.file is not None and not await _under_way(chest):
        chest.masters.put_first(new_key())
    moved = 0
    while await _old_keys(chest):  # somebody may join under an old key until the last one is deleted
        moved += sum([await _move_all(chest, workspace) for workspace in await _workspaces(chest)])
        await _finish(chest)
    await chest.database.scrub()
    if chest.masters.file is not None:
        chest.masters.keep_only_current()
    return moved


async def _old_keys(chest: Chest) -> bool:
    """Whether anything is still wrapped by a master key before the current one."""
    current = name_of(chest.masters.current)
    async with chest.database.read() as session:
        old = select(WorkspaceKey.id).where(WorkspaceKey.master != current).limit(1)
        proof = await session.get_one(Proof, 1)
        return proof.master != current or await session.scalar(old) is not None


async def _under_way(chest: Chest) -> bool:
    return len(chest.masters.keys) > 1


async def _workspaces(chest: Chest) -> list[str]:
    async with chest.database.read() as session:
        return list(await session.scalars(select(WorkspaceKey.workspace).distinct()))


async def _move_all(chest: Chest, workspace: str) -> int:
    moved = 0
    while batch := await _move_some(chest, workspace):
        moved += batch
    return moved


async def _move_some(chest: Chest, workspace: str) -> int:
    async with chest.database.begin() as session:
        await take_turn(session, MAKING_KEYS)
        new = await _new_key_of(session, chest, workspace)
        left = (
            select(DataKey, WorkspaceKey)
            .join(WorkspaceKey)
            .where(DataKey.workspace == workspace, DataKey.workspace_key_id != new.id)
            .limit(AT_ONCE)
        )
        rows = (await session.execute(left)).all()
        for row, old in rows:
            await _move(session, chest, row, old, new)
        return len(rows)


async def _move(session: AsyncSession, chest: Chest, row: DataKey, old: WorkspaceKey, new: WorkspaceKey) -> None:
    """Only if the row is still there: somebody may be erased at this moment."""
    key = unwrap_data_key(chest.open_workspace_key(old), row.wrapped, row.workspace, row.person)
    wrapped = wrap_data_key(chest.open_workspace_key(new), key, row.workspace, row.person)
    await session.execute(
        update(DataKey)
        .where(DataKey.workspace == row.workspace, DataKey.person == row.person)
        .values(workspace_key_id=new.id, wrapped=wrapped)
        .execution_options(synchronize_session=False)
    )


async def _new_key_of(session: AsyncSession, chest: Chest, workspace: str) -> WorkspaceKey:
    current = name_of(chest.masters.current)
    wanted = select(WorkspaceKey).where(WorkspaceKey.workspace == workspace, WorkspaceKey.master == current)
    found = (await session.scalars(wanted.order_by(WorkspaceKey.id).limit(1))).one_or_none()
    if found is None:
        session.add(found := new_workspace_key(workspace, chest.masters.current))
        await session.flush()
    return found


async def _finish(chest: Chest) -> None:
    """Seal the proof anew and drop the old workspace keys that wrap nobody any more."""
    async with chest.database.begin() as session:
        await take_turn(session, MAKING_KEYS)
        proof = await session.get_one(Proof, 1)
        anew = prove(proof.name, chest.masters.current)
        proof.master, proof.sealed = anew.master, anew.sealed
        in_use = select(DataKey.workspace_key_id)
        old = (WorkspaceKey.master != proof.master, WorkspaceKey.id.not_in(in_use))
        await session.execute(delete(WorkspaceKey).where(*old).execution_options(synchronize_session=False))
