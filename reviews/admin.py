"""What happened, read only: nobody changes a signature, a version or an event, not even here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.policy import may

from .models import Event, Notification, Revision, SignOff


class ReadOnly(admin.ModelAdmin):
    """For CFØ, who sees every proposal; to be a superuser opens no confidential one."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "set_up_round").allowed

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("at", "kind", "subject", "actor_name", "reason")
    list_filter = ("kind",)
    search_fields = ("subject", "actor_name", "request_id")


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    list_display = ("proposal", "number", "purpose", "at", "by_name", "sha256")
    list_filter = ("purpose",)
    list_select_related = ("proposal",)
    search_fields = ("proposal__title", "sha256")


@admin.register(SignOff)
class SignOffAdmin(ReadOnly):
    list_display = ("revision", "kind", "at", "by_name", "voided_at", "void_reason")
    list_filter = ("kind",)
    list_select_related = ("revision__proposal",)


@admin.register(Notification)
class NotificationAdmin(ReadOnly):
    list_display = ("event", "recipient", "state", "attempts", "sent_at", "error")
    list_filter = ("state",)
    list_select_related = ("event", "recipient")
