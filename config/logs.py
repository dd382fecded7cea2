"""Lines of the log without the secrets that stand in addresses."""

import logging
import re

# Links that are proofs in themselves: to answer a hearing, and to choose a password.
_SECRET = re.compile(r"(/(?:svar|vaelg-adgangskode)/)[^/\s\"'?]+")


class DiscreetFormatter(logging.Formatter):
    """Leaves the secret out of the finished line, wherever in the message, its values or a trace it stood."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1…", super().format(record))
