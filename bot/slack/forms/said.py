"""A form with nothing to fill in: it says one thing and can be closed."""

from bot.coaching.language import say
from bot.slack.blocks import Block, modal, section


def said(title: str, sentence: str) -> Block:
    """One sentence in a small window."""
    return modal("said", title, [section(sentence)], submit=None, close=say("Close"))
