"""What people type in a chat comes with ids in it for whoever they name: it is kept in words that somebody can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import guard
from bot.coaching.language import read_in
from bot.slack.blocks import unescape

IDS = st.text(alphabet="ABCDEFGHJKMNPQRSTVWXYZ0123456789", min_size=8, max_size=12)
KINDS = st.sampled_from(["@U", "@W", "#C", "#G", "!subteam^S"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Thanks to <@U04AB12CD3E>!", "Thanks to a colleague!"),
        ("<@U04AB12CD3E> asked first. <@W04AB12CD3F> waited", "A colleague asked first. A colleague waited"),
        ("Thanks to <@U04AB12CD3E|cora>", "Thanks to cora"),
        ("see <#C04AB12CD3E|coach-wins> &amp; <#C04AB12CD3E>", "see #coach-wins & a channel"),
        ("<!here> <!channel> <!everyone>", "@here @channel @everyone"),
        ("for <!subteam^S04AB12CD> and <!subteam^S04AB12CD|@north>", "for some colleagues and @north"),
        ("on <!date^1700000000^{date}|Nov 14>", "on Nov 14"),
        ("&lt;@U04AB12CD3E&gt; as a sign", "<@U04AB12CD3E> as a sign"),
        ("<https://example.com|there>", "<https://example.com|there>"),
    ],
)
def test_a_mention_is_kept_in_plain_words(typed: str, words: str) -> None:
    """By the label that Slack gives, else without a name; what is a sign or a link stays."""
    assert words == unescape(typed)


def test_in_the_language_of_whoever_typed_it() -> None:
    """Ana reads Spanish."""
    with read_in("es"):
        assert "Gracias a alguien del equipo" == unescape("Gracias a <@U04AB12CD3E>")


@given(KINDS, IDS)
def test_no_mention_looks_like_a_mark_of_a_family(kind: str, id_: str) -> None:
    """Whatever its id is: nothing of it is left, and the guard finds nothing."""
    kept = unescape(f"Thanks to <{kind}{id_}>, we waited")

    assert id_ not in kept
    assert () == guard.identifiers(kept)
