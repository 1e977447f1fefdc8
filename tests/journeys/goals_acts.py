"""What two people do with a goal in these journeys, each in one line."""

from typing import Any

from tests.world import Json, Person, World

WORDS = "I ask one open question before I offer help"
AS_HOPED = "at each visit"
GOAL = {"topic": "engagement", "words": WORDS, "level_3": AS_HOPED, "level_1": "once this week"}


async def suggest(person: Person, **changed: Any) -> Json:
    """Press “Suggest a goal” in App Home, and send the form."""
    await person.press_home("goal_suggest")
    sent = await person.submit(await person.form("goal_words"), **(GOAL | changed))
    await person.world.settle()
    return sent


async def say_yes(person: Person, *, at_home: bool = False) -> Json:
    """Press “See it” in the message that says that a goal waits, or in App Home, and say yes."""
    await (person.press_home("goal_see") if at_home else person.press("goal_see"))
    sent = await person.submit(await person.form("goal_seen"))
    await person.world.settle()
    return sent


async def agreed(world: World, *, at_home: bool = False, **changed: Any) -> tuple[Person, Person]:
    """Ana suggested a goal and Cora said yes; `at_home`: to another one in the same week, of which no message tells."""
    ana, cora = world.person("UANA"), world.person("UCORA")
    await suggest(ana, **changed)
    await say_yes(cora, at_home=at_home)
    return ana, cora


async def say_level(ana: Person, level: str, audience: str = "both", **more: str) -> Json:
    """Press “Where am I now?” in App Home, and pick a level."""
    await ana.press_home("goal_say_level")
    sent = await ana.submit(await ana.form("goal_level"), level=level, audience=audience, **more)
    await ana.world.settle()
    return sent


async def close(person: Person, outcome: str, **more: str) -> Json:
    """Press “Close it” in App Home, and say how it ends."""
    await person.press_home("goal_end")
    sent = await person.submit(await person.form("goal_end_form"), outcome=outcome, **more)
    await person.world.settle()
    return sent
