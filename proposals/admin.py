"""The organisation, edited without code. Rounds and forms have pages of their own, proposals are never edited here."""

from django.contrib import admin

from .models import Administration, Committee, HearingBody, Unit


@admin.register(Committee)
class CommitteeAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "order"]


@admin.register(Administration)
class AdministrationAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "committee"]


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "committee", "order"]


@admin.register(HearingBody)
class HearingBodyAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "condition", "holds_back", "order"]
