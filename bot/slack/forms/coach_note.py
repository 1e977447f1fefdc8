"""The form in which a coach adds a sentence of their own to a small success, or takes it back."""

from bot.coaching.language import mark, say
from bot.coaching.small_success import Voice
from bot.services.coach_notes import LONGEST, Place
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, text_input
from bot.slack.forms import effort
from bot.slack.forms.reading import View, held_id, hold
from bot.slack.forms.reflection import NO_NAMES

WORDS = "words"
CELEBRATION = "celebration"
HINT = mark("Say what they did, not how a case went.")
TAKE_BACK = mark("Leave it empty to take yours back. When they take their small success back, yours goes with it.")


def ask(place: Place) -> Block:
    """Ask for the sentence; what stands there already is in the field."""
    who = f"<@{place.caseworker}>"
    seen = (
        say("It stands below {who}'s small success in {where}, with your name.", who=who, where=f"<#{place.channel}>")
        if place.channel
        else say("Only {who} gets it, in their own hours.", who=who)
    )
    field = text_input(initial=place.words, most=LONGEST)
    blocks = [
        input_block(WORDS, say("Your own sentence"), field, hint=f"{say(HINT)} {say(NO_NAMES)}", optional=True),
        context(f"{seen} {say(TAKE_BACK)}"),
    ]
    metadata = hold(celebration=place.celebration_id)
    title, done, later = say("From their coach"), say("Done"), say("Not now")
    return modal(ids.NOTE_FORM, title, blocks, submit=done, close=later, metadata=metadata)


def read(view: View) -> tuple[str, str, bool]:
    """The small success, the sentence (empty to take it back), and whether its author wants just these words."""
    said, kept = effort.picked(view, WORDS, Voice.COACH, optional=True)
    return held_id(view, CELEBRATION), said, kept
