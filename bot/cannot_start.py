"""What keeps the app from starting, or from going on: each error's message is the line that whoever runs it will read."""


class CannotStart(Exception):
    """The app cannot start like this."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.__doc__)


class Lost(CannotStart):
    """The app ran, and cannot go on: whoever looks after its process is to start it anew."""
