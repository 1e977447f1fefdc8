"""`shoulder db rotate-key`: a new master key for everything that is kept."""

from bot.db.masters import read_file
from bot.settings import Settings
from tests.cli.typed import Shoulder


async def test_the_key_file_holds_a_new_key_afterwards(shoulder: Shoulder, ready: Settings) -> None:
    """One key before, another one after, and the app starts with it. The copy kept elsewhere is the old one, and it says so."""
    before = read_file(ready.data_dir / "sealing.key")

    said = await shoulder("db", "rotate-key")

    after = read_file(ready.data_dir / "sealing.key")
    done = "0 people's keys were wrapped anew. Only the current sealing key is needed now. "
    copied = f"Copy {ready.data_dir / 'sealing.key'} away again, and make a new backup of the keys"
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(done + copied)
    assert (len(after), after == before) == (1, False)
    assert (await shoulder("db", "upgrade")).code == 0


async def test_where_there_are_no_keys_none_is_said_to_be_new(shoulder: Shoulder, settings: Settings) -> None:
    """Typed in another folder than the app's: nothing is made there, and nobody thinks that the old key is out of use."""
    said = await shoulder("db", "rotate-key")

    assert (1, f"There is no key chest at {settings.data_dir / 'keys.db'}. Nothing was changed.\n") == (
        said.code,
        said.err,
    )
    assert not (settings.data_dir / "sealing.key").exists()


async def test_with_a_key_of_the_environment_it_says_how_to_change_it(shoulder: Shoulder, settings: Settings) -> None:
    """Only whoever sets the environment can put a new key there."""
    await shoulder("db", "upgrade", SEALING_KEY="ab" * 32)

    said = await shoulder("db", "rotate-key", SEALING_KEY="ab" * 32)

    assert "put a new one in SEALING_KEY and the old one in SEALING_KEYS_BEFORE" in said.out
