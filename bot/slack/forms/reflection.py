"""The path as a form: one screen at a time, then who may read it."""

from collections.abc import Sequence

from bot.coaching import messages
from bot.coaching.audience import Audience, Circle, Extent, reader_of
from bot.coaching.errors import BadChoice, NotFound
from bot.coaching.language import mark, say
from bot.coaching.paths import Path, Step
from bot.coaching.questions import Format
from bot.coaching.schedule import day_of_month
from bot.services.reflections import Page
from bot.services.remembered import Remembered
from bot.slack import ids, review_status
from bot.slack.blocks import (
    Block,
    context,
    input_block,
    modal,
    quote,
    radio,
    section,
    select,
    text_input,
)
from bot.slack.forms import lines, rephrase
from bot.slack.forms.reading import View, given, held, held_id, hold

AUDIENCE = "audience"
SUCCESS = "success"
LAST = "coach_last"
NO_NAMES = mark("No names, dates, or places, please. Roles are fine.")
MOST_BUTTONS = 10


def step(page: Page) -> Block:
    """One screen: what there is to read, then at most one thing to answer. It can always be left empty."""
    assert page.screen is not None  # noqa: S101 - the caller draws `sharing` when no screen is left
    blocks = [section(f"{say('Your plan:')}\n{quote(page.plan)}")] if page.plan else []
    blocks += [section(each.text) for each in page.screen.lead_in]
    blocks += _offered_back(page.remembered) if page.remembered else []
    question = page.screen.question
    if question is not None:
        blocks.append(_question(question, page))
    status = review_status.of_path(page.path) if page.position == 0 else ""
    may_leave = say("You can leave it empty. What you have answered is kept if you close this.")
    blocks.append(context(_who_may_read(page), may_leave, status))
    metadata = hold(reflection=page.reflection_id, position=page.position)
    step_of = say("Step {number} of {count}", number=page.position + 1, count=page.count)
    title = page.path.title if page.count == 1 else step_of
    return modal(ids.STEP_FORM, title, blocks, submit=say("Next"), close=say("Finish later"), metadata=metadata)


def _offered_back(before: Remembered) -> list[Block]:
    """Their own way with the same trigger, to pick again or not."""
    opening = say(
        "You named something like this before, on {day}. This is how you wanted to handle it:",
        day=day_of_month(before.on),
    )
    plan = f"\n{say('Your plan was:')}\n{quote(before.plan)}" if before.plan else ""
    then = say("You wrote that you used it.") if before.used else ""
    return [
        section(f"{opening}\n{quote(before.way)}{plan}"),
        context(f"{then} {say('Only you see this. You can pick it again, or something else.')}".strip()),
    ]


def _question(question: Step, page: Page) -> Block:
    block_id = f"{question.id}:{page.position}"
    hint = " ".join(
        part for part in (question.helper, say(NO_NAMES) if question.format == Format.TEXT else None) if part
    )
    return input_block(block_id, question.text, _element(question, page.given), hint=hint or None, optional=True)


def _element(question: Step, kept: str | None) -> Block:
    match question.format:
        case Format.SCALE:
            low, high = question.scale_ends or (say("low"), say("high"))
            marks = {"1": f"1 = {low}", "5": f"5 = {high}"}
            return radio([(n, marks.get(n, n)) for n in "12345"], initial=kept)
        case Format.CHOICE if len(question.choices) <= MOST_BUTTONS:
            return radio(question.offers(), initial=kept)
        case Format.CHOICE:
            return select(question.offers(), initial=kept)
        case Format.DATE:
            return {"type": "datepicker"} | ({"initial_date": kept} if kept else {})
        case _:
            return text_input(initial=kept, most=question.max_length)


def _who_may_read(page: Page) -> str:
    circle = page.circle
    return messages.before_answering(
        coach_supervises=circle.coach_supervises,
        coach=circle.coach,
        private=page.path.audience is Audience.ONLY_ME,
        asked_by=circle.asked_by,
    )


def read_step(view: View) -> tuple[str, int, str | None, bool]:
    """The reflection, the screen, the answer, and whether its author vouched for it. Raises NotFound for broken ids."""
    reflection, position = held_id(view, "reflection"), held(view).get("position")
    if not isinstance(position, int):
        raise NotFound
    asked = [block_id for block_id in view["state"]["values"] if block_id.endswith(f":{position}")]
    blocks = [block_id for block_id in asked if not block_id.startswith(rephrase.OURS)]
    if not blocks:
        return reflection, position, None, False
    return reflection, position, given(view, blocks[0]), rephrase.vouched(view, blocks[0])


def sharing(page: Page) -> Block:
    """The last screen: who may read it, and whether there is a small success in it."""
    who = radio(_audiences(page), initial=page.starts_at.value)
    blocks = [
        *(_pick(page) if page.to_pick else [input_block(AUDIENCE, say("Who may read this?"), who)]),
        context(say("You can change this later, or take it back.")),
        *([_success()] if page.may_celebrate else []),
    ]
    metadata = hold(reflection=page.reflection_id, **named(page.offered, page.circle))
    keep, later = say("Keep it"), say("Finish later")
    return modal(ids.SHARING_FORM, say("Who may read it"), blocks, submit=keep, close=later, metadata=metadata)


def _pick(page: Page) -> list[Block]:
    """Answer by answer, nothing ticked before its author ticks it."""
    both = " " + say("Your coach is your supervisor too.") if page.circle.coach_supervises else ""
    label, nothing = say("What does your coach get to see?"), say("Tick nothing, and it is all for you alone.")
    tick = say("Tick what {coach} gets to see.", coach=f"<@{page.circle.coach}>")
    return [
        section(f"{tick}{both} {say('What you leave out stays with you alone.')}"),
        *lines.inputs("mine", label, page.to_pick, ticked=(), labels=_labels(page.path), hint=nothing),
    ]


def _labels(path: Path) -> dict[str, str]:
    """How each choice of the path reads in the language in which it was walked."""
    return dict(offered for step in path.steps for offered in step.offers())


def read_lines(view: View) -> list[str] | None:
    """The answers that the coach gets to see, where they were asked for one by one."""
    return next(iter(lines.read(view).values()), None)


def _success() -> Block:
    """Asked of those who like to be cheered on, in the channel or by their coach."""
    return input_block(
        SUCCESS,
        say("Is there a small success in here to celebrate?"),
        text_input(most=500, hint=say("What you did, not how a case went")),
        hint=f"{say('You see it before it goes anywhere.')} {say(NO_NAMES)}",
        optional=True,
    )


def _audiences(page: Page) -> list[tuple[str, str]]:
    made = audiences(page.offered, page.circle)
    if page.path.may_share_last and Audience.COACH in page.offered:
        made.append((LAST, only_the_last(page.circle)))
    return made


def audiences(offered: Sequence[Audience], circle: Circle) -> list[tuple[str, str]]:
    """The audiences to pick from; each that shares names the person who would read it."""
    coach, supervisor = f"<@{circle.coach}>", f"<@{circle.supervisor}>"
    both = say("{coach}, my coach and my supervisor", coach=coach)
    labels = {
        Audience.ONLY_ME: say("Only me"),
        Audience.COACH: both if circle.coach_supervises else say("{coach}, my coach", coach=coach),
        Audience.SUPERVISOR: say("{supervisor}, my supervisor, who asked", supervisor=supervisor),
    }
    return [(each.value, labels[each]) for each in offered]


def named(offered: Sequence[Audience], circle: Circle) -> dict[str, str]:
    """Whom the form names as the reader of each audience: nobody else slips in while it is open."""
    return {each.value: reader for each in offered if (reader := reader_of(each, circle))}


def only_the_last(circle: Circle) -> str:
    """The choice to share the last answer of a path and no other."""
    return say("{coach}, but only my last answer", coach=f"<@{circle.coach}>")


def read_sharing(view: View) -> tuple[str, Audience, Extent, str | None]:
    """The reflection, its audience, how much of it, and the small success; raises BadChoice or NotFound."""
    audience, extent = read_audience(view)
    return held_id(view, "reflection"), audience, extent, given(view, SUCCESS)


def read_reader(view: View) -> str | None:
    """The one person whom the form named as the reader of what was picked; None for nobody."""
    audience, _ = read_audience(view)
    return None if audience is Audience.ONLY_ME else held_id(view, audience.value)


def read_audience(view: View) -> tuple[Audience, Extent]:
    """The audience that was picked; raises BadChoice for one that no form offers."""
    if (picked_lines := read_lines(view)) is not None:
        return (Audience.COACH if picked_lines else Audience.ONLY_ME), Extent.ALL
    picked = given(view, AUDIENCE)
    if picked == LAST:
        return Audience.COACH, Extent.LAST
    if picked not in set(Audience):
        raise BadChoice
    return Audience(picked), Extent.ALL
