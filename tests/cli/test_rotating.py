"""`shoulder db rotate-key`: a new master key for everything that is kept."""

from bot.db.masters import read_file
from bot.settings import Settings
from tests.cli.typed import Said, Shoulder


async def test_the_key_file_holds_a_new_key_afterwards(shoulder: Shoulder, ready: Settings) -> None:
    """One key before, another one after, and the app starts with it."""
    before = read_file(ready.data_dir / "sealing.key")

    said = await shoulder("db", "rotate-key")

    after = read_file(ready.data_dir / "sealing.key")
    done = "0 people's keys were wrapped anew. Only the current sealing key is needed now.\n"
    assert said == Said(0, done, "")
    assert (len(after), after == before) == (1, False)
    assert (await shoulder("db", "upgrade")).code == 0


async def test_with_a_key_of_the_environment_it_says_how_to_change_it(shoulder: Shoulder, settings: Settings) -> None:
    """Only whoever sets the environment can put a new key there."""
    await shoulder("db", "upgrade", SEALING_KEY="ab" * 32)

    said = await shoulder("db", "rotate-key", SEALING_KEY="ab" * 32)

    assert "put a new one in SEALING_KEY and the old one in SEALING_KEYS_BEFORE" in said.out
