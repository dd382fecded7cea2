"""The refusal of a step: an exception whose text is for the person who tried."""


class Refused(Exception):
    """A step that was not taken. `str()` is the reason in the user's words, already translated."""
