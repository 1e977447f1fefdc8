"""A look at one's own wellbeing as a form: all of it on one page, then people who can help. Nothing of it is kept."""

from collections.abc import Mapping

from bot.coaching import wellbeing
from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.coaching.questions import Format, Path, Step
from bot.coaching.wellbeing import Next
from bot.slack import ids, review_status
from bot.slack.blocks import Block, checkboxes, context, escape, header, input_block, modal, radio, section, text_input
from bot.slack.forms.reading import AtField, View, given

NOT_KEPT = mark("Nothing here is kept: not your answers, and not that you were here. You can leave any of it empty.")
GONE = mark("Your answers are gone already. Nobody saw them.")


def ask(path: Path) -> Block:
    """Everything that is asked, on one page."""
    asked, _, _ = wellbeing.halves(path)
    blocks = [section(each.text) if each.format is Format.INFO else _question(each) for each in asked]
    small = context(say(NOT_KEPT), review_status.of_path(path))
    return modal(ids.WELLBEING_FORM, path.title, [*blocks, small], submit=say("Next"), close=say("Close"))


def _question(step: Step) -> Block:
    options = step.offers()
    match step.format:
        case Format.CHOICE:
            element = radio(options)
        case Format.SEVERAL:
            element = checkboxes(options)
        case _:
            element = text_input(most=step.max_length)
    return input_block(step.id, step.text, element, hint=step.helper, optional=True)


def read(view: View, path: Path) -> tuple[Mapping[str, str | None], str]:
    """The choices by step, and what was typed; raises AtField for what was not on offer."""
    asked, _, _ = wellbeing.halves(path)
    picked = {step.id: _picked(view, step) for step in asked if step.format is Format.CHOICE}
    typed = [given(view, step.id) or "" for step in asked if step.format is Format.TEXT]
    return picked, "\n".join(typed)


def _picked(view: View, step: Step) -> str | None:
    found = given(view, step.id)
    if found is not None and found not in step.choices:
        raise AtField(step.id, str(BadChoice()))
    return found


def people(path: Path, *, heavy: bool, eap: str, coach: str, coach_supervises: bool) -> Block:
    """People who can help, whatever was answered; first and larger when it is heavy."""
    _, step, more = wellbeing.halves(path)
    helpers = wellbeing.naming(step, escape(eap), f"<@{coach}>").text
    first = [header(say("You are not alone with this")), section(f"*{helpers}*")] if heavy else [section(helpers)]
    both = " " + say("{coach} is your supervisor, too.", coach=f"<@{coach}>") if coach_supervises else ""
    blocks = [*first, context(say(GONE) + both), input_block(more.id, more.text, _more(more), optional=True)]
    return modal(ids.WELLBEING_NEXT_FORM, path.title, blocks, submit=say("Go on"), close=say("Close"))


def _more(step: Step) -> Block:
    return radio(step.offers())


def read_next(view: View, path: Path) -> Next:
    """What they want to do; nothing picked means that they are done."""
    _, _, more = wellbeing.halves(path)
    picked = _picked(view, more)
    return Next(picked) if picked else Next.DONE
