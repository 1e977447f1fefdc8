"""One program in which Ana has given something of every kind, each with a word that stands nowhere else."""

import json
import sqlite3
from dataclasses import dataclass

from tests.journeys.acts import answer, ask, clock_to, copy_of, press_home, start
from tests.journeys.goals_acts import agreed, close
from tests.journeys.test_paths_of_ones_own import through
from tests.privacy.watching import SURFACES, close_windows, look, looks
from tests.slack.forging import forge_form, forge_press, some_form
from tests.world import Json, Person, World, buttons

GIVEN = {
    ("the clock's question", "only_me"): "amberfinch",
    ("the clock's question", "coach"): "brownheron",
    ("asked by the supervisor", "only_me"): "coralowl",
    ("asked by the supervisor", "coach"): "duskraven",
    ("asked by the supervisor", "supervisor"): "elmsparrow",
    ("bias", "only_me"): "fernswallow",
    ("bias", "coach"): "goldwren",
    ("stress", "only_me"): "hazelgull",
    ("stress", "coach"): "irisstork",
    ("a line that is held back", "coach"): "larchdipper",
    ("a small success", "drafted"): "jadeplover",
    ("a small success", "posted"): "kelpmartin",
    ("a parent partner’s words on a question", "who writes the questions"): "larkbunting",
    ("a small success", "the coach alone"): "larchpipit",
    ("a coach's sentence", "in the channel"): "mossdunlin",
    ("a coach's sentence", "the author alone"): "nettlewigeon",
    ("a goal", "coach"): "larkpipit",
    ("the end of a goal", "only_me"): "mossgrebe",
    ("the end of a goal", "coach"): "nightdunlin",
}
"""What was given, for whom, and the word in it."""

TRIGGER = "A messy home"
PEOPLE = {
    "author": "UANA",
    "coach": "UCORA",
    "supervisor": "USAM",
    "program lead": "ULEE",
    "another caseworker": "UBEN",
    "stranger": "UPAT",
}
MONDAYS = ("2026-11-09T09:31:00-06:00", "2026-11-16T09:31:00-06:00", "2026-11-23T09:31:00-06:00")
PRESSED = {
    "checkins": ("checkin_who_can_read", "checkin_edit", "checkin_withdraw", "checkin_celebrate"),
    "celebrations": ("celebration_withdraw", "celebration_change", "celebration_note"),
    "goals": ("goal_see", "goal_reword", "goal_say_level", "goal_end", "goal_delete"),
    "goals and a coach": ("goal_show_to_new_coach",),
    "goal_wordings": ("goal_confirm",),
    "nudges": ("nudge_reflect", "nudge_later", "nudge_not_today", "nudge_pause", "nudge_keep_going"),
    "reviews": ("review_change", "review_withdraw"),
    "enrollments": (
        "home_hold_lines",
        "home_session",
        "records_export_mine",
        "records_log",
        "records_holds",
        "home_digest",
        "reviews_show",
        "goal_suggest",
        "handover_go_along",
        "handover_keep",
    ),
}
"""Every button that shows or changes what somebody gave, by the table whose ids it carries."""


HERS = {
    "checkins": "SELECT id FROM checkins",
    "celebrations": "SELECT id FROM celebrations",
    "goals": "SELECT id FROM goals",
    "goals and a coach": "SELECT id || ' UCORA' FROM goals",
    "goal_wordings": "SELECT id FROM goal_wordings",
    "nudges": "SELECT nudge_id FROM reflections WHERE nudge_id IS NOT NULL",
    "reviews": "SELECT id FROM reviews",
    "enrollments": "SELECT id FROM enrollments WHERE caseworker = 'UANA'",
}
"""What Ana has given, and what she was asked and answered; her place in the program."""

SENT: dict[str, list[tuple[str, dict[str, object], dict[str, str]]]] = {
    "checkins": [
        ("checkin_audience", {"checkin": ""}, {"audience": "coach"}),
        ("checkin_edit_form", {"checkin": ""}, {"edit:question": "Mine now."}),
        ("celebration_words", {"checkin": ""}, {"words": "I asked first"}),
    ],
    "celebrations": [
        ("celebration_preview", {"celebration": ""}, {"words": "I asked first"}),
        ("celebration_note_form", {"celebration": ""}, {"words": "You asked first"}),
    ],
    "goals": [
        ("goal_level", {"goal": ""}, {"level": "3", "audience": "both"}),
        ("goal_next", {"goal": ""}, {}),
    ],
    "goal_wordings": [("goal_seen", {"wording": ""}, {})],
    "reflections": [
        ("reflection_step", {"reflection": "", "position": 0}, {"question:0": "I saw it."}),
        ("reflection_sharing", {"reflection": ""}, {"audience": "coach"}),
    ],
}
"""Every form that shows or changes what somebody gave, what it carries (an id first), and what is filled in."""


@dataclass(frozen=True)
class Scene:
    """What each role has seen by honest ways, surface by surface, and what each has seen after trying everything else.

    `sent` is all that the app sent while everybody gave everything and looked at everything.
    """

    honest: dict[str, dict[str, str]]
    crafted: dict[str, str]
    asked: str
    sent: list[Json]

    def all_seen(self, role: str) -> str:
        """All of it, whatever the way."""
        return "\n".join([*self.honest[role].values(), self.crafted.get(role, "")])


async def play(world: World) -> Scene:
    """Give everything, have everybody look, then have everybody try what no button of theirs would send."""
    honest = await _give_and_look(world)
    sent = [each for each in (await world.get("log"))["entries"] if each["direction"] == "from_app"]
    others = {role: user for role, user in PEOPLE.items() if role != "author"}
    honest["author"]["copy"] = "\n".join((await copy_of(world.person("UANA"))).values())
    crafted = {role: await _tries(world, user) for role, user in others.items()}  # Cora may change her own sentences
    (asked,) = _column(world, "SELECT question FROM answers ORDER BY saved_at LIMIT 1")
    return Scene(honest, crafted, asked, sent)


async def _give_and_look(world: World) -> dict[str, dict[str, str]]:
    """Give everything, and have everybody look at all that Slack shows them: by role, then by surface."""
    await _gives(world, world.person("UANA"))
    return {
        role: _by_surface([*await looks(world, user), *await _names_again(world, world.person(user))])
        for role, user in PEOPLE.items()
    }


def _by_surface(seen: list[dict[str, str]]) -> dict[str, str]:
    return {surface: "\n".join(each[surface] for each in seen) for surface in SURFACES}


async def _gives(world: World, ana: Person) -> None:
    await world.next_nudge()
    await answer(ana, _say("the clock's question", "only_me"))
    await _holds_back(ana)
    for monday, audience in zip(MONDAYS, ("only_me", "coach", "supervisor"), strict=True):
        await clock_to(world, monday)
        await ana.press("nudge_not_today")
        await ask(world.person("USAM"), "@ana kin")
        await answer(ana, _say("asked by the supervisor", audience), audience)
    for kind, picked in (("bias", "path:bias"), ("stress", "topic:sts"), ("the clock's question", "topic:kin")):
        for audience in ("only_me", "coach"):
            if (kind, audience) == ("bias", "only_me"):
                await _walks_bias(ana, _say(kind, audience))
            elif (kind, audience) != ("the clock's question", "only_me"):
                await start(ana, picked)
                await ana.submit(await ana.walk(_say(kind, audience)), audience=audience)
    await _reviews(world, ana)
    for state in ("drafted", "posted", "the coach alone"):
        await _celebrates(world, ana, state)
    for place, audience in (("CWINS", "in the channel"), ("UCORA", "the author alone")):
        await _writes_back(world, place, audience)
    await _shares_goals(world, ana)
    await clock_to(world, "2026-11-30T09:00:00-06:00")


async def _walks_bias(ana: Person, plan: str) -> None:
    """Ana names a trigger, and what she wants to do about it."""
    answers = {"feel": plan, "triggers": TRIGGER, "strategy": "get a second view", "plan": plan}
    await ana.submit(await through(ana, await start(ana, "path:bias"), **answers), audience="only_me")


async def _names_again(world: World, person: Person) -> list[dict[str, str]]:
    """Whoever can walk the bias path names the same trigger; what the next screens show."""
    await person.command()
    await world.settle()
    if not (forms := (await person.views())["modals"]) or forms[-1]["callback_id"] != "check_in_menu":
        return []
    form = (await person.submit(forms[-1], topic="path:bias"))["view"]
    seen = []
    while form["callback_id"] == "reflection_step":
        asked = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
        form = (await person.submit(form, **{each: TRIGGER for each in asked if each.startswith("triggers:")}))["view"]
        seen.append(await look(world, person.id))
    await close_windows(world, person.id)
    return seen


async def _reviews(world: World, ana: Person) -> None:
    """Ana has been a parent in such a case herself, and is a parent partner too."""
    lee = world.person("ULEE")
    await lee.press_home("partners_invite")
    await lee.submit(await lee.form("partners_invite_form"), people=["UANA"])
    await close_windows(world, "ULEE")
    await ana.command("review")
    form = (await ana.submit(await ana.form("partner_agreement_form")))["view"]
    said = _say("a parent partner’s words on a question", "who writes the questions")
    await ana.submit(form, verdict="change", missing=said)
    await close_windows(world, "UANA")
    await world.settle()


async def _holds_back(ana: Person) -> None:
    """Two answers for her coach, and one of them held back before the digest goes."""
    last = await through(
        ana, await start(ana, "path:if-then"), skill=_say("a line that is held back", "coach"), moment="At the door."
    )
    await ana.submit(last, audience="coach")
    await press_home(ana, "home_hold_lines")
    form = await ana.form("lines_form")
    boxes = next(block for block in form["blocks"] if block["type"] == "input")
    await ana.submit(form, **{boxes["block_id"]: ["moment"]})


async def _shares_goals(world: World, ana: Person) -> None:
    """Two goals that ended, with words for each kind of reader, and one that stands."""
    for audience, picked in (("only_me", "only_me"), ("coach", "both")):
        await agreed(world, at_home=picked == "both")
        await close(ana, "met", closing=_say("the end of a goal", audience), audience=picked)
        await close_windows(world, "UANA")
    await agreed(world, at_home=True, words=_say("a goal", "coach"))


async def _celebrates(world: World, ana: Person, state: str) -> None:
    await start(ana, "topic:engagement")
    said = _say("a small success", state)
    preview = (await ana.submit(await ana.walk("I asked first."), audience="only_me", success=said))["view"]
    if state != "drafted":
        await ana.submit(preview, words=said, where="channel" if state == "posted" else "coach")
    else:
        await close_windows(world, "UANA")
    await world.settle()


async def _writes_back(world: World, place: str, audience: str) -> None:
    """Cora adds a sentence of her own to Ana's small success."""
    message = [each for each in await world.messages(place) if "celebration_note" in buttons(each)][-1]
    channel = (await world.get(f"messages?channel={place}"))["channel"]["id"]
    await world.post("click", user="UCORA", channel=channel, ts=message["ts"], action_id="celebration_note")
    word = GIVEN["a coach's sentence", audience]
    form = await world.person("UCORA").form("celebration_note_form")
    await world.person("UCORA").submit(form, words=f"You waited: {word}.")
    await world.settle()


def _say(kind: str, audience: str) -> str:
    return f"I waited, and that was {GIVEN[kind, audience]} to me."


async def _tries(world: World, user: str) -> str:
    """Press every button and send every form that is not theirs, with the id of everything that Ana has given."""
    seen, form = [], await some_form(world)
    for table, forms in SENT.items():
        for given in _column(world, f"SELECT id FROM {table}"):  # noqa: S608
            for callback_id, carried, values in forms:
                metadata = json.dumps({**carried, next(iter(carried)): given})
                seen += await forge_form(world, user, callback_id, form=form, metadata=metadata, **values)
    for table, actions in PRESSED.items():
        for given in _column(world, HERS[table]):
            for action in actions:
                seen += await forge_press(world, user, action, given)
    await close_windows(world, user)
    return "\n".join([*seen, await world.person(user).everything()])


def _column(world: World, asked: str) -> list[str]:
    connection = sqlite3.connect(world.settings.data_dir / "shoulder.db")
    try:
        return [str(row[0]) for row in connection.execute(asked)]
    finally:
        connection.close()
