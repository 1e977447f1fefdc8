"""Eight made-up ways to take a coaching app: what somebody does with a question, and how often they need quiet.

Nobody was studied for these numbers. They are there to press on the rules from many sides, and to stay the same.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Temperament:
    """The chances of what somebody does. What is left of a question's chances is silence.

    `answers` and `lets_go` are for each question, `celebrates` for each answer, `starts_own` for each week, `pauses` and
    `hard_days` for each month; `fades` goes from answering like this in the first week to not at all in the last.
    """

    name: str
    answers: float
    lets_go: float
    celebrates: float = 0.05
    starts_own: float = 0.05
    pauses: float = 0.03
    hard_days: float = 0.05
    goes_on: float = 0.5
    fades: bool = False
    new: bool = False


ALL = (
    Temperament("keen", answers=0.9, lets_go=0.05, celebrates=0.3, starts_own=0.3),
    Temperament("steady", answers=0.6, lets_go=0.2, celebrates=0.1),
    Temperament("new to the work", answers=0.7, lets_go=0.1, new=True),
    Temperament("busy", answers=0.25, lets_go=0.25),
    Temperament("reads and thinks", answers=0.02, lets_go=0.9),
    Temperament("stormy", answers=0.5, lets_go=0.2, pauses=0.3, hard_days=0.5),
    Temperament("fading", answers=0.8, lets_go=0.1, fades=True),
    Temperament("silent", answers=0.0, lets_go=0.0, celebrates=0.0, starts_own=0.0, goes_on=0.0),
)
