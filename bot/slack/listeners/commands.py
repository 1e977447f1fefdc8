"""The slash command: its words, who may use them, and short help that fits the role."""

import re
from collections.abc import Awaitable, Callable
from difflib import get_close_matches

from bot.coaching import days_away, messages, schedule
from bot.coaching.days_away import Away
from bot.coaching.errors import BadChoice, TooLong
from bot.coaching.language import mark, say
from bot.coaching.people import Deed, Role, check_topic, not_yours
from bot.coaching.prompts import Library
from bot.coaching.said_spanish import WORDS_MEANT
from bot.services import digests, enrollments, expecting, standing, who_may
from bot.services.roles import known_of, roles_of
from bot.slack import ids
from bot.slack.blocks import escape
from bot.slack.desk import Desk, Heard, Saying, said_at_once
from bot.slack.forms import leaving
from bot.slack.forms import request as form
from bot.slack.listeners import (
    boundaries,
    goals_command,
    handovers,
    hard_days,
    homes,
    leading,
    partners,
    program,
    requests,
    suggestions,
)
from bot.slack.listeners.board import Board
from bot.slack.posts import variants

PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
LONGEST = 200
HELP = "help"
MEANT = {"stop": "pause", "snooze": "pause", "unpause": "resume", "quit": "leave", "unsubscribe": "leave"} | WORDS_MEANT
NOTHING_THEN = mark("Nothing comes on those days, and nobody gets told. `/coach-checkin resume` takes them back.")
Rest = Callable[[Desk, Heard, str], Awaitable[None]]


def register(board: Board, desk: Desk) -> None:
    """One command, many words."""
    board.command(ids.COMMAND)(said_at_once(desk, quick, command))


def quick(heard: Heard) -> Saying | None:
    """What can be answered by a glance."""
    return help_ if heard.text.strip().lower() == HELP else None


async def command(desk: Desk, heard: Heard) -> None:
    """Find the word and do it; a near miss is named, everything else is help."""
    typed = heard.text.strip()
    if len(typed) > LONGEST:
        await boundaries.or_refuse(desk, heard, TooLong())
        return
    if PERSON.match(typed):
        await ask(desk, heard, typed)
        return
    first, _, rest = typed.partition(" ")
    word = WORDS.get(first.lower())
    if word is not None:
        await word(desk, heard, rest.strip())
    elif topic := form.topic_of(desk.library, typed):
        await heard.open(await requests.begin(desk, heard, desk.library.topics[topic]))
    else:
        await unknown(desk, heard, first)


async def check_in(desk: Desk, heard: Heard, _: str) -> None:
    """Nothing typed: start a check-in of one's own."""
    await homes.check_in_now(desk, heard)


async def ask(desk: Desk, heard: Heard, typed: str) -> None:
    """`@person [topic]`."""
    people = list(dict.fromkeys(PERSON.findall(typed)))
    await ask_people(desk, heard, people, PERSON.sub("", typed).strip())


async def team(desk: Desk, heard: Heard, rest: str) -> None:
    """`team [topic]`: all of one's people, with one preview."""
    async with desk.database.read() as session:
        people = await who_may.must_have_people(session, heard.workspace, heard.person, Deed.ASK)
    await ask_people(desk, heard, people, rest)


async def suggest(desk: Desk, heard: Heard, rest: str) -> None:
    """`suggest [@person]`: a coach picks a question that the clock brings next."""
    found = PERSON.search(rest)
    await suggestions.begin(desk, heard, found[1] if found else None)


async def ask_people(desk: Desk, heard: Heard, people: list[str], typed_topic: str) -> None:
    """Show the topics, or the preview when the topic was typed."""
    async with desk.database.read() as session:
        mine = await who_may.people_for(session, heard.workspace, heard.person, Deed.ASK)
    if strangers := [person for person in people if person not in mine]:
        raise not_yours(Deed.ASK, *strangers)
    if not typed_topic:
        await heard.open(form.topic(desk.library, people))
        return
    topic = form.topic_of(desk.library, typed_topic)
    if topic is None:
        known = _keys(form.some(form.requestable(desk.library)))
        raise BadChoice(say("I know no topic by that name. Try one of: {topics}.", topics=known))
    check_topic(topic)
    await heard.open(await requests.preview(desk, heard, people, topic))


def _keys(topics: list[tuple[str, str]]) -> str:
    return ", ".join(f"`{key}`" for key, _ in topics)


async def status(desk: Desk, heard: Heard, _: str) -> None:
    """Mine: next and last; of those I asked: answered or not yet."""
    async with desk.database.read() as session:
        roles = await roles_of(session, heard.workspace, heard.person)
        known = Role.CASEWORKER in roles
        mine = (
            await standing.why(session, desk.library, heard.workspace, heard.person, now=desk.clock()) if known else ""
        )
        for_me = await standing.asked_lately(session, heard.workspace, heard.person, surface=None, now=desk.clock())
    state = {True: say("answered"), False: say("not yet")}
    asked = [f"<@{each.caseworker}>, {desk.library.title_of(each.topic)}: {state[each.shared]}" for each in for_me]
    lines = [mine, *([say("Check-ins you asked for:"), *asked] if asked else [])]
    await heard.tell("\n".join(line for line in lines if line) or _nothing(roles), fleeting=bool(asked))


def _nothing(roles: frozenset[Role]) -> str:
    if roles & {Role.COACH, Role.SUPERVISOR}:
        return say("You have asked for no check-in lately.")
    if not roles:
        return say("You are not part of a program here.")
    return say("All is well here. What you can do is in App Home.")


async def why(desk: Desk, heard: Heard, _: str) -> None:
    """When the next one comes, and why the last one did or did not."""
    async with desk.database.read() as session:
        reason = await standing.why(session, desk.library, heard.workspace, heard.person, now=desk.clock())
    await heard.tell(reason)


async def pause(desk: Desk, heard: Heard, rest: str) -> None:
    """Quiet: on days that are named ahead, until a day, or until they say so."""
    now, (workspace, person) = desk.clock(), (heard.workspace, heard.person)
    async with desk.database.begin() as session:
        zone = (await enrollments.accepted(session, workspace, person)).zone
        days = schedule.read_span(rest, today := schedule.local_date(now, zone))
        until = None if days else schedule.read_until(rest, now, zone)
        if days:
            await enrollments.go_away(session, workspace, person, Away(*days), now=now)
        else:
            await enrollments.pause(session, workspace, person, until=until, now=now)
        comes = await expecting.said(session, desk.library, workspace, person, now=now) if days else ""
    if days:
        away = say("You are away {when}.", when=days_away.in_words(Away(*days), year=today.year))
        await heard.tell(f"{away} {say(NOTHING_THEN)} {comes}".strip())
    elif until:
        back = schedule.moment_in_words(until, zone, year=today.year)
        await heard.tell(say("I will go quiet. Nobody gets told. I am back {when}.", when=back))
    else:
        await heard.tell(desk.library.boundaries["pause"])
    homes.redraw(desk, heard)


async def hard_day(desk: Desk, heard: Heard, _: str) -> None:
    """Go quiet for a chosen time, without a reason."""
    await hard_days.ask(desk, heard)


async def resume(desk: Desk, heard: Heard, _: str) -> None:
    """Start again."""
    async with desk.database.begin() as session:
        await enrollments.resume(session, heard.workspace, heard.person, now=desk.clock())
        comes = await expecting.said(session, desk.library, heard.workspace, heard.person, now=desk.clock())
    await heard.tell(f"{say('Welcome back.')} {comes or say('Ask when you like.')}")
    homes.redraw(desk, heard)


async def leave(desk: Desk, heard: Heard, rest: str) -> None:
    """Leave at once; with more behind it, somebody may mean days off, or not be well, and stays."""
    if rest:
        await boundaries.or_refuse(desk, heard, BadChoice(leaving.NOT_LEFT))
        return
    left = await homes.say_goodbye(desk, heard)
    await heard.tell(say(leaving.LEFT), leaving.said(left))
    homes.redraw(desk, heard)


async def digest(desk: Desk, heard: Heard, _: str) -> None:
    """A coach's look at the coming digest."""
    async with desk.database.begin() as session:
        coming = await digests.coming(session, desk.library, heard.workspace, heard.person, now=desk.clock())
    shown = variants(coming)[0]
    await heard.tell(shown.text, list(shown.blocks), fleeting=True)


async def review(desk: Desk, heard: Heard, _: str) -> None:
    """A parent partner's next question to look at."""
    await partners.next_one(desk, heard)


async def set_up(desk: Desk, heard: Heard, _: str) -> None:
    """The program's form."""
    await program.open_setup(desk, heard)


async def enroll(desk: Desk, heard: Heard, _: str) -> None:
    """The form to invite people."""
    await program.open_enroll(desk, heard)


async def unknown(desk: Desk, heard: Heard, word: str) -> None:
    """Name the nearest word, and help; but whoever is hurting hears first who can help."""
    if await boundaries.told(desk, heard):
        return
    close = get_close_matches(word.lower(), [known for known in (*WORDS, *desk.library.topics) if known], n=1)
    near = MEANT.get(word.lower()) or next(iter(close), "")
    command = f"`{ids.COMMAND} {near}`" if near else ""
    guess = say("Did you mean {command}?", command=command) if near else say("I do not know that word.")
    await heard.tell(f"{guess}\n{await help_(desk, heard)}")


async def _help(desk: Desk, heard: Heard, _: str) -> None:
    """`help` with more behind it."""
    await heard.tell(await help_(desk, heard))


async def help_(desk: Desk, heard: Heard) -> str:
    """Short help that fits the role."""
    known = await known_of(desk.database, heard.workspace, heard.person)
    words = help_for(known.roles, desk.library, is_set_up=known.lines is not None)
    whom = f"\n{escape(messages.who_can_help(*known.lines))}" if known.lines else ""
    return words + whom


def help_for(roles: frozenset[Role], library: Library, *, is_set_up: bool) -> str:
    """The words that this person can use."""
    lines = []
    if Role.CASEWORKER in roles:
        lines += [
            ("", say("check in now")),
            ("why", say("when the next question comes, and why the last did or did not")),
            (say("pause [until]"), say("go quiet; `resume` to start again, `leave` to stop for good")),
            (say("pause dec 20 to jan 3"), say("days away, set ahead")),
            ("goals", say("your goal, and where you said you are")),
            ("hard day", say("all goes quiet for as long as you pick; nobody is told")),
        ]
    if roles & {Role.COACH, Role.SUPERVISOR}:
        lines += [
            (say("@person [topic]"), say("ask for a check-in; you see it first")),
            (say("team [topic]"), say("ask all your people")),
        ]
    if Role.COACH in roles:
        lines += [
            ("digest", say("see the coming digest")),
            (say("suggest @person"), say("pick a question that comes next for them")),
            (say("goals @person"), say("a goal that you share, over time")),
        ]
    if Role.PARENT_PARTNER in roles:
        lines += [("review", say("look at the next question that caseworkers get"))]
    if is_set_up and roles & {Role.PROGRAM_LEAD, Role.COACH}:
        lines += [("enroll", say("invite people"))]
    if Role.PROGRAM_LEAD in roles or not is_set_up:
        lines += [("setup", say("set up the program"))]
    if Role.PROGRAM_LEAD in roles:
        lines += [("handover", say("let somebody take a coach's people over"))]
        lines += [(say("lead @person"), say("let somebody else lead the program"))]
    lines += [("status", say("how things stand")), ("help", say("this"))]
    known = form.requestable(library) if roles & {Role.COACH, Role.SUPERVISOR} else []
    topics = f"\n{say('Topics:')} {_keys(known)}" if known else ""
    return "\n".join(f"`{ids.COMMAND} {word}`".replace(" `", "`") + f" – {does}" for word, does in lines) + topics


WORDS: dict[str, Rest] = {
    "": check_in,
    "team": team,
    "status": status,
    "why": why,
    "pause": pause,
    "hard": hard_day,
    "resume": resume,
    "leave": leave,
    "digest": digest,
    "suggest": suggest,
    "goals": goals_command.goals,
    "review": review,
    "setup": set_up,
    "enroll": enroll,
    "handover": handovers.ask,
    "lead": leading.hand_on,
    HELP: _help,
}
