"""What every page knows of this room: how many messages the person has not read."""

from typing import Any

from django.http import HttpRequest

from .messages.inbox import unread


def unread_messages(request: HttpRequest) -> dict[str, Any]:
    """`unread_messages`: counted, in one query, where a page asks for it."""
    return {"unread_messages": lambda: unread(request.user).count()}
