"""The forms for parent partners: the agreement, one question or path to look at; for the lead, who is invited and what was said."""

from collections.abc import Mapping, Sequence

from bot.coaching import reviewing
from bot.coaching.language import mark, say
from bot.coaching.people import Role
from bot.coaching.practice import FAMILIES, FAMILIES_ENDS
from bot.coaching.prompts import Library, Prompt
from bot.coaching.questions import SCALE, Path, Review, Step, Topic
from bot.coaching.reviewing import FEEL, MISSING, STATUS, VERDICTS, Piece, Verdict, Wording
from bot.services.reviews import LONGEST, Result, Say
from bot.slack import ids
from bot.slack.blocks import Block, context, escape, input_block, modal, quote, radio, section, shorten, text_input
from bot.slack.forms import rephrase
from bot.slack.forms.reading import AtField, View, given, held, held_id, hold, required, several
from bot.slack.forms.reflection import NO_NAMES

VERDICT, FEELING, LACKING, PEOPLE, LEVEL = "verdict", "feel", "missing", "people", "level"
COUNTED = mark(
    "Nobody is shown your mark. It is counted with those of others, in fives, once the month is over; coaches and the "
    "program lead see the count when enough people said something. Saying nothing means nothing."
)
COUNTED_AS: Mapping[str, str] = {Verdict.KEEP: mark("keep"), Verdict.CHANGE: mark("change"), Verdict.DROP: mark("drop")}
MOST_RESULTS = 20
STEPS_IN_ONE = 6
MOST_OF_RESULT = 2900
NO_RESULTS = mark("Nothing has been said yet. Silence means nothing here, either.")
HOW_SHOWN = mark(
    "Counts and words, without names. Each parent partner sees that their words were read. `shoulder prompts reviews` lists it all."
)
BY_ROLE: Mapping[str, str] = {Role.PARENT_PARTNER: mark("parent partners")}
PICK_SOMEBODY = mark("Please pick at least one person.")


def agreement(terms: str, version: int) -> Block:
    """The short agreement; nothing is asked before a yes, which is to this version."""
    yes = say("You say yes by pressing the button. Closing this is a no, and nobody is told.")
    title, into, no = say("Parent partners"), say("Yes, I am in"), say("Not now")
    return modal(
        ids.PARTNER_AGREEMENT_FORM,
        title,
        [section(terms), context(yes)],
        submit=into,
        close=no,
        metadata=hold(version=version),
    )


def read_agreement(view: View) -> object:
    """The version that was shown."""
    return held(view).get("version")


def review(piece: Piece, library: Library, waiting: int, said: Say | None = None) -> Block:
    """One question or one path as caseworkers get it, in its reader's language (`library` is in it), and what they think of it.

    What they say counts for the piece, whose version is that of the English words; so these stand there, too.
    """
    read = reviewing.find(library, reviewing.wording_of(piece)[0]) or piece
    status = say(STATUS[Review(piece.review)])
    more = say("{count} to look at, this one too. Stop when you like.", count=waiting) if waiting else ""
    verdicts = radio([(each, say(label)) for each, label in VERDICTS.items()], initial=said.verdict if said else None)
    english = "\n".join(_steps(piece)) if isinstance(piece, Path) else escape(piece.text)
    blocks = [
        *map(section, _as_it_comes(read)),
        *([context(say("In English: {question}", question=english))] if read != piece else []),
        context(f"{library.topics[piece.topic].title if piece.topic else say('A path')} · {status}", more),
        input_block(VERDICT, say("What would you do with it?"), verdicts),
        _asked(FEELING, say(FEEL), said.feel if said else None),
        _asked(LACKING, say(MISSING), said.missing if said else None),
        context(say("Your program lead and those who write the questions see this without your name.")),
    ]
    id_, version = reviewing.wording_of(piece)
    metadata = hold(prompt=id_, version=version)
    title = say("One path") if isinstance(piece, Path) else say("One question")
    keep, stop = say("Keep and go on"), say("Stop here")
    return modal(ids.REVIEW_FORM, title, blocks, submit=keep, close=stop, metadata=metadata)


def _as_it_comes(piece: Piece) -> list[str]:
    """What a caseworker reads, as paragraphs: a question, or a path from its title to its last step."""
    if isinstance(piece, Prompt):
        return [f"{say('Caseworkers are asked:')}\n>*{escape(piece.text)}*{_offer(piece)}"]
    steps, opening = (
        _steps(piece),
        say("Caseworkers walk through this, step by step. Some steps come only after some answers."),
    )
    together = ["\n".join(steps[at : at + STEPS_IN_ONE]) for at in range(0, len(steps), STEPS_IN_ONE)]
    return [f"{opening}\n*{escape(piece.title)}*", *together]


def _steps(path: Path) -> list[str]:
    return [f"{number}. {escape(step.text)}{_offer(step)}" for number, step in enumerate(path.steps, 1)]


def _offer(asked: Prompt | Step) -> str:
    if asked.choices:
        return "\n>" + escape(" / ".join(asked.labels or asked.choices))
    ends = asked.scale_ends
    return f"\n>1 = {ends[0]}, 5 = {ends[1]}" if ends else ""


def _asked(block_id: str, label: str, said: str | None) -> Block:
    return input_block(
        block_id, label, text_input(initial=said or None, most=LONGEST), hint=say(NO_NAMES), optional=True
    )


def read_review(view: View) -> tuple[Wording, Say]:
    """The wording that was shown, and what was said of it; raises AtField or NotFound."""
    version = held(view).get("version")
    verdict = required(view, VERDICT)
    if verdict not in set(Verdict):
        raise AtField(VERDICT, say("Please pick one of the three."))
    review = Say(
        Verdict(verdict),
        (given(view, FEELING) or "").strip(),
        (given(view, LACKING) or "").strip(),
        frozenset(block_id for block_id in (FEELING, LACKING) if rephrase.vouched(view, block_id)),
    )
    return (held_id(view, "prompt"), version if isinstance(version, int) else 0), review


def families(topic: Topic, marked: str | None) -> Block:
    """How far families see this month's principle; it can be left empty."""
    low, high = map(say, FAMILIES_ENDS)
    marks = {"1": f"1 = {low}", "5": f"5 = {high}"}
    scale = radio([(number, marks.get(number, number)) for number in SCALE], initial=marked)
    blocks = [
        section(f"*{escape(topic.title)}*\n“{escape(topic.principle)}”"),
        input_block(LEVEL, say(FAMILIES), scale, optional=True),
        context(say(COUNTED)),
    ]
    metadata = hold(topic=topic.key)
    title, keep, later = say("What families see"), say("Keep it"), say("Not now")
    return modal(ids.FAMILIES_FORM, title, blocks, submit=keep, close=later, metadata=metadata)


def read_families(view: View) -> tuple[str, str]:
    """The topic that was shown, and the mark; an empty one when it was left empty. Raises NotFound."""
    return held_id(view, "topic"), given(view, LEVEL) or ""


def all_done() -> Block:
    """There is nothing more to look at."""
    text = say("You have looked at every question there is. Thank you. When one changes, it comes back here.")
    return modal("said", say("Parent partners"), [section(text)], submit=None, close=say("Close"))


def invite() -> Block:
    """For the lead: who is asked to review."""
    blocks = [
        section(
            say(
                "They get one message, and read a short agreement before anything else. Nothing comes to them by itself."
            )
        ),
        input_block(PEOPLE, say("Parent partners"), {"type": "multi_users_select", "max_selected_items": 30}),
    ]
    title, submit, close = say("Parent partners"), say("Invite"), say("Cancel")
    return modal(ids.INVITE_PARTNERS_FORM, title, blocks, submit=submit, close=close)


def read_invite(view: View) -> list[str]:
    """Who was picked; raises AtField for nobody."""
    people = several(view, PEOPLE)
    if not people:
        raise AtField(PEOPLE, say(PICK_SOMEBODY))
    return people


def results(found: Sequence[Result]) -> Block:
    """For the lead: what was said of each question, the latest wording of each."""
    now = [each for each in found if each.now][:MOST_RESULTS]
    blocks = [section(shorten(_result(each), MOST_OF_RESULT)) for each in now] or [section(say(NO_RESULTS))]
    return modal("said", say("What was said"), [*blocks, context(say(HOW_SHOWN))], submit=None, close=say("Close"))


def _result(each: Result) -> str:
    counts = ", ".join(f"{say(COUNTED_AS[verdict])} {count}" for verdict, count in each.counts.items())
    version = say("{question}, version {number}", question=each.prompt_id, number=each.version)
    lines = [f"*{escape(each.question)}*", f"{version} · {say(BY_ROLE.get(each.role, each.role))}: {counts}"]
    for label, words in ((FEEL, each.feel), (MISSING, each.missing)):
        lines += [f"_{say(label)}_", *map(quote, words)] if words else []
    return "\n".join(lines)
