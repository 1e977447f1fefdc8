"""When a coach wants their digest: on the program's day, on a day and hour of their own, or a day before each session."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Wish:
    """What a coach chose; nothing chosen is as in the whole program.

    `own`: their weekday (Monday is 0) and local time. `before_sessions`: one before each session, and none for the week.
    """

    own: tuple[int, time] | None = None
    before_sessions: bool = False

    def day_and_time(self, day: int, at: time) -> tuple[int, time]:
        """Their weekday and local time; the program's `day` and `at` where they picked none.

        >>> Wish(own=(4, time(8, 30))).day_and_time(0, time(8))
        (4, datetime.time(8, 30))
        >>> Wish(before_sessions=True).day_and_time(0, time(8))
        (0, datetime.time(8, 0))
        """
        return self.own or (day, at)
