"""The key chest: one data key for each person, wrapped by their workspace's key, wrapped by the master key.

It lives apart from the database (`keys.db`, or KEYS_DATABASE_URL), so that a copy of the database holds no keys: when a
person is erased, their data key is deleted here, and their words are gone from every backup of the database too.
"""

from collections.abc import Collection

from sqlalchemy import ARRAY, Executable, ForeignKey, String, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.cannot_start import CannotStart
from bot.db.among import as_one, is_among
from bot.db.base import named_metadata, new_id
from bot.db.engine import Database
from bot.db.masters import Masters, name_of
from bot.db.once import insert_once
from bot.db.plainly import Phrase
from bot.db.sealed import new_key, seal, unseal
from bot.db.turns import take_turn

MAKING_KEYS = "make keys"


class KeysAreMissing(CannotStart):
    """The key chest does not belong to this database, or is gone. Put back the keys.db that was made with it."""


class ChestBase(DeclarativeBase):
    """The chest's own tables: they are never part of the database of words."""

    metadata = named_metadata()


class Proof(ChestBase):
    """The chest's name, sealed: it proves at the start that the master key is the right one."""

    __tablename__ = "chest"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    master: Mapped[str]
    sealed: Mapped[bytes]


class WorkspaceKey(ChestBase):
    """One workspace's key, wrapped by a master key."""

    __tablename__ = "workspace_keys"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str] = mapped_column(index=True)
    master: Mapped[str]
    wrapped: Mapped[bytes]


class DataKey(ChestBase):
    """One person's key, wrapped by their workspace's."""

    __tablename__ = "data_keys"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    workspace_key_id: Mapped[str] = mapped_column(ForeignKey("workspace_keys.id"), index=True)
    wrapped: Mapped[bytes]


def _keys_of(dialect: str) -> Executable:
    asked = bindparam("people", type_=String if dialect == "sqlite" else ARRAY(String))
    columns = (DataKey.person, DataKey.wrapped, WorkspaceKey.master, WorkspaceKey.wrapped.label("above"))
    keys = select(*columns).join(WorkspaceKey, WorkspaceKey.id == DataKey.workspace_key_id)
    return keys.where(DataKey.workspace == bindparam("workspace"), is_among(dialect, DataKey.person, asked))


KEYS_OF = Phrase(_keys_of)


class Chest:
    """Gives out data keys. Nothing opened is kept: an erased key is gone at once, for every process."""

    def __init__(self, database: Database, masters: Masters) -> None:
        self.database = database
        self.masters = masters

    async def prepare(self) -> str:
        """Make the tables and the proof on the first day, and give the chest's name; raises WrongKey and OutOfReach."""
        await self.database.reach("The database of the keys")
        async with self.database.engine.begin() as connection:
            await take_turn(connection, "make the chest")
            await connection.run_sync(ChestBase.metadata.create_all)
        async with self.database.begin() as session:
            await insert_once(session, prove(new_id(), self.masters.current))
            proof = await session.get_one(Proof, 1)
            unseal(self.masters.named(proof.master), proof.sealed, _place_of_proof(proof.name))
            return proof.name

    async def key_for(self, workspace: str, person: str) -> bytes:
        """This person's key, made at the first need and committed before anything is sealed with it."""
        if found := (await self.keys_of(workspace, [person])).get(person):
            return found
        async with self.database.begin() as session:
            await take_turn(session, MAKING_KEYS)
            above = await self._workspace_key(session, workspace)
            wrapped = wrap_data_key(self.open_workspace_key(above), new_key(), workspace, person)
            made = DataKey(workspace=workspace, person=person, workspace_key_id=above.id, wrapped=wrapped)
            await insert_once(session, made)
        return (await self.keys_of(workspace, [person]))[person]

    async def keys_of(self, workspace: str, people: Collection[str]) -> dict[str, bytes]:
        """The keys of these people; whoever was erased, or never wrote a word, has none."""
        asked = as_one(self.database.engine.dialect.name, people)
        rows = await self.database.ask(KEYS_OF, workspace=workspace, people=asked)
        return {
            row.person: unwrap_data_key(
                self._unwrap(workspace, row.master, row.above), row.wrapped, workspace, row.person
            )
            for row in rows
        }

    async def forget(self, workspace: str, person: str) -> None:
        """Delete this person's key: what it sealed cannot be opened by anybody, here or in a copy."""
        async with self.database.begin() as session:
            await session.execute(delete(DataKey).where(DataKey.workspace == workspace, DataKey.person == person))
        await self.database.scrub()

    async def forget_all_of(self, workspace: str) -> None:
        """Delete every key of a workspace: nothing that was kept there can be opened by anybody, here or in a copy."""
        async with self.database.begin() as session:
            await session.execute(delete(DataKey).where(DataKey.workspace == workspace))
            await session.execute(delete(WorkspaceKey).where(WorkspaceKey.workspace == workspace))
        await self.database.scrub()

    def open_workspace_key(self, row: WorkspaceKey) -> bytes:
        """Unwrap a workspace's key; raises WrongKey when its master key was not given to us."""
        return self._unwrap(row.workspace, row.master, row.wrapped)

    def _unwrap(self, workspace: str, master: str, wrapped: bytes) -> bytes:
        return unseal(self.masters.named(master), wrapped, f"workspace_keys/{workspace}")

    async def _workspace_key(self, session: AsyncSession, workspace: str) -> WorkspaceKey:
        """The newest key of this workspace (wrapped by the current master key if there is one), or a new one.

        A new one is wrapped by the master that the chest goes by now: ours may have been dropped by a rotation since.
        Raises WrongKey when that one was not given to us.
        """
        found = (await session.scalars(select(WorkspaceKey).where(WorkspaceKey.workspace == workspace))).all()
        current = name_of(self.masters.current)
        if found:
            return next((row for row in found if row.master == current), found[0])
        proof = await session.get_one(Proof, 1)
        session.add(row := new_workspace_key(workspace, self.masters.named(proof.master)))
        await session.flush()
        return row


def prove(name: str, master: bytes) -> Proof:
    """The proof row of a chest, sealed by this master key."""
    return Proof(id=1, name=name, master=name_of(master), sealed=seal(master, b"chest", _place_of_proof(name)))


def new_workspace_key(workspace: str, master: bytes) -> WorkspaceKey:
    """A fresh key for a workspace, wrapped."""
    wrapped = seal(master, new_key(), f"workspace_keys/{workspace}")
    return WorkspaceKey(id=new_id(), workspace=workspace, master=name_of(master), wrapped=wrapped)


def wrap_data_key(above: bytes, key: bytes, workspace: str, person: str) -> bytes:
    """Wrap a person's key for its own row."""
    return seal(above, key, f"data_keys/{workspace}/{person}")


def unwrap_data_key(above: bytes, wrapped: bytes, workspace: str, person: str) -> bytes:
    """Unwrap it; raises WrongKey for a row that was changed or swapped."""
    return unseal(above, wrapped, f"data_keys/{workspace}/{person}")


def _place_of_proof(name: str) -> str:
    return f"chest/{name}"
