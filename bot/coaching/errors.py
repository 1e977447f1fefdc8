"""What the app says when it cannot do what it was asked: each error's message is the answer.

CoachingError
├── NotEnrolled     this person has no place in the program
├── AgreementChanged  their yes was to an older agreement
├── NotAllowed      this person may not do that
├── OnHold          a legal hold keeps it as it is
├── NotFound        it is gone, or was never theirs (the two look the same on purpose)
├── Rephrase        the words may point to a real family
├── NamesOutcome    the words tell how a case went, and another way is suggested
├── TooLong         more words than fit
├── BadChoice       an answer that the form did not offer
├── BadRhythm       days or hours that cannot be read
├── TooSoon         asked again before the week is over
└── LibraryFaults   the prompt library breaks a rule
"""

from typing import Any


class CoachingError(Exception):
    """Something kept us from doing that. Nothing was changed."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.__doc__)


class NotEnrolled(CoachingError):
    """You are not enrolled for questions here. Your coach or program lead can enroll you."""


class AgreementChanged(CoachingError):
    """The agreement changed. Please read it first: it is in your messages and in App Home. Then we go on."""


class NotAllowed(CoachingError):
    """That is not yours to do."""


class OnHold(CoachingError):
    """A legal hold is on these records. Until it ends, nothing in them can be changed or deleted."""


class NotFound(CoachingError):
    """That is no longer here, or it is not yours."""


class Rephrase(CoachingError):
    """That looks like it may point to a real family. Please take out names, dates, and places, and try again."""

    def __init__(self, sentence: str | None = None, found: tuple[Any, ...] = ()) -> None:
        super().__init__(sentence)
        self.found = found


class NamesOutcome(CoachingError):
    """This tells how a case went. What did you do on the way there?"""

    def __init__(self, suggested: str, voice: Any) -> None:
        super().__init__()
        self.suggested, self.voice = suggested, voice


class TooLong(CoachingError):
    """That is longer than fits here. Please make it shorter."""


class BadChoice(CoachingError):
    """That is not one of the choices. Please pick one from the list."""


class BadRhythm(CoachingError):
    """Those days or hours cannot be read."""


class TooSoon(CoachingError):
    """You asked this person already this week. Next week is soon enough."""
