"""What services raise, so that every view can answer it the same way."""


class RuleBroken(Exception):
    """A rule of the domain forbids this; the message is a sentence for the user.

    `field` names the form field that it concerns, or is None for the form as a whole.
    """

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Exception):
    """The row has moved on since the user opened the form; nothing was written.

    `current` is the row as it stands now, so that a view can show both versions.
    """

    def __init__(self, current):
        super().__init__("Somebody else changed this since you opened it.")
        self.current = current
