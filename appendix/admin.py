"""Editions, jobs and files, to look at only: they are made by the program and never changed."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.policy import may

from .models import Edition, ErrataFile, ExportFile, Job, PackageFile


class ReadOnlyAdmin(admin.ModelAdmin):
    """Seen by those who work with the appendix; never added, changed or deleted here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(may(request.user, "appendix"))

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(may(request.user, "appendix"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["round", "bilag", "number", "created_at", "created_by_name", "sha256"]
    list_filter = ["round"]
    list_select_related = ["round"]
    exclude = ["snapshot"]


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["edition", "state", "attempts", "step", "error", "created_at", "finished_at"]
    list_filter = ["state"]
    list_select_related = ["edition__round"]


@admin.register(ExportFile, ErrataFile, PackageFile)
class ExportFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "format", "size", "sha256", "created_at"]
    list_filter = ["format"]
    # Files are fetched where the right to them is checked, not by an address of the storage.
    exclude = ["file"]
