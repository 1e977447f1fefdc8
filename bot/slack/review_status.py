"""Say beside a question whether parent partners have reviewed it, and whether a translation was: until then it is a draft."""

from bot.coaching import language
from bot.coaching.language import mark, say
from bot.coaching.paths import Path

NOT_REVIEWED = mark("Draft question: parent partners have not reviewed it yet.")
NONE_REVIEWED = mark("Draft questions: parent partners have not reviewed them yet.")
TRANSLATED = mark("Draft in translation: people who do this work in your language have not reviewed it yet.")


def of_question(*, reviewed: bool) -> str:
    """The sentence for one question; empty for a reviewed one in its own words."""
    if language.reading() != language.ENGLISH:
        return say(TRANSLATED)
    return "" if reviewed else say(NOT_REVIEWED)


def of_path(path: Path) -> str:
    """The same for all of its questions together."""
    status = of_question(reviewed=path.review == "reviewed")
    return say(NONE_REVIEWED) if status == NOT_REVIEWED and len(path.steps) > 1 else status
