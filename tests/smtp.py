"""A real mail server for tests: what it takes is read back, what it refuses is refused as real ones do."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Catcher:
    """`refuses`: address → the answer the server gives for it, such as "550 No such user"."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:
        self.taken.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.taken if mail["To"] == address]


def parts(mail: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    return tuple(mail.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))


@contextmanager
def catcher(settings) -> Iterator[Catcher]:
    """Runs the server on a free port and points the settings at it."""
    handler = Catcher()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield handler
    finally:
        controller.stop()
