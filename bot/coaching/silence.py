"""When nobody answers, ask less: after two questions without a word one fewer comes, at the end “shall I pause?”, then nothing.

`silent` is how many of the clock's questions came since their reader last did anything here. It is their own business:
it is told to nobody else, and any word of theirs (an answer, “Not today”, a check-in of their own) sets it back to 0.
Backing off after two is our own choice; no trial has tried it.
"""

from bot.coaching.language import mark, say

STEP = 2

IN_WORDS = {1: mark("one question"), 2: mark("two questions")}
SHALL_I_PAUSE = mark("It has been quiet, and that is fine. Would a pause help?")
WHAT_THEN = mark(
    "If you press nothing, I stay quiet until you are back. That is fine too. Nobody else is told, whatever you pick."
)
PAUSED = mark("I am quiet now. Nobody was told. `/coach-checkin resume` brings me back.")
GOES_ON = mark("Good to know. I go on in your own rhythm.")
WAITING = mark(
    "It was quiet for a while, so nothing comes by itself just now. *Resume*, or a check-in of your own, brings your "
    "rhythm back. Only you can see this."
)
ENOUGH = frozenset({"stop", "stop it", "please stop", "unsubscribe", "quit", "alto", "basta", "pare", "parar", "ya no"})
HOW_TO_STOP = mark(
    "To go quiet, type `/coach-checkin pause`. To leave for good, type `/coach-checkin leave`. Nobody is told. If it was your "
    "answer, press *Reflect*: what you typed is not kept here."
)
PRESS_ONE = mark("That one takes a click: *Pause*, or *Keep going*. What you typed is not kept here.")


def is_enough(said: str) -> bool:
    """Whether a message says that it should stop, and nothing else.

    >>> is_enough("STOP!"), is_enough("Stop and breathe")
    (True, False)
    """
    return said.strip(" .!¡\n").lower() in ENOUGH


def at_most(per_week: int, silent: int) -> int:
    """How many of the week's messages there may be now, of the `per_week` that somebody picked; one is left at the end."""
    return max(1, per_week - silent // STEP) if per_week else 0


def asks_pause(per_week: int, silent: int) -> bool:
    """Whether “shall I pause?” comes next, in the place of a question."""
    return per_week > 0 and silent == per_week * STEP


def waits(per_week: int, silent: int) -> bool:
    """Whether that was asked, and nothing comes by the clock until they do something."""
    return per_week > 0 and silent > per_week * STEP


def is_lower(per_week: int, silent: int) -> bool:
    """Whether fewer come now than they picked."""
    return at_most(per_week, silent) < per_week and not waits(per_week, silent)


def in_words(per_week: int, silent: int) -> str:
    """For their own eyes: that fewer come just now, and how their rhythm comes back; "" when nothing is lowered."""
    if not is_lower(per_week, silent):
        return ""
    few = IN_WORDS[at_most(per_week, silent)]
    return say(
        "It has been quiet, so at most {few} a week for now. Answer one, or start one, and your own rhythm is back. "
        "Only you can see this.",
        few=say(few),
    )
