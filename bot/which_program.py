"""Which program a command is about, where one database holds several."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cannot_start import CannotStart
from bot.services import programs
from bot.services.programs import Named

NONE = "There is no program yet in {where}. In Slack, whoever will lead it types `/coach-checkin setup`."
SEVERAL = "This database holds several programs. Say which one with --workspace: {these}."
NO_SUCH = "There is no program {named} in this database. There are: {these}."
ONE_NAME = "{named} is the name of several workspaces. Name one by its id: {these}."
WAITS = "The program in {named} is not set up yet. In Slack, whoever will lead it types `/coach-checkin setup`."


class WhichProgram(CannotStart):
    """It is not clear which program is meant."""

    def __init__(self, sentence: str, programs: Sequence[Named]) -> None:
        super().__init__(sentence)
        self.facts = {"programs": programs}


async def workspace_of(session: AsyncSession, named: str = "", *, set_up: bool = True) -> str:
    """The workspace of the program that is named by its id or name; without a name, of the only one.

    Raises WhichProgram where that is none, or not one alone. `set_up=False`: it may wait for its setup still.
    """
    known = await programs.everywhere(session)
    ready = [each for each in known if each.is_set_up]
    found = [each for each in known if each.is_called(named)] if named else ready
    if len(found) == 1 and (found[0].is_set_up or not set_up):
        return found[0].workspace
    if not known:
        raise WhichProgram(NONE.format(where=where(session)), known)
    if len(found) == 1:
        raise WhichProgram(WAITS.format(named=found[0]), known)
    sentence = (ONE_NAME if found else NO_SUCH) if named else (SEVERAL if found else NONE)
    these = ", ".join(map(str, found or known))
    raise WhichProgram(sentence.format(named=named, these=these, where=where(session)), known)


def where(session: AsyncSession) -> str:
    """Where we looked, for somebody who types a command in another folder than the app's: the file, or the name on the server."""
    return str(session.get_bind().engine.url.database)
