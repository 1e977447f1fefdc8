"""What keeps the app from starting: each error's message is the line that whoever runs it will read."""


class CannotStart(Exception):
    """The app cannot start like this."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.__doc__)
