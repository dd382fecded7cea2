"""Administration of people: who they are, which roles they have, and their invitation."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .invitations import invite
from .models import PLACE_OF_ROLE, Membership, User
from .people import end_account
from .signals import tell


class NewUserForm(forms.ModelForm):
    """A new person has no password: they choose one by the link in the letter."""

    class Meta:
        model = User
        fields = ["email", "name", "language"]

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class MembershipForm(forms.ModelForm):
    """Asks for the place the role belongs to, and for no other."""

    class Meta:
        model = Membership
        fields = ["role", "administration", "body", "committee"]

    def clean(self) -> dict:
        cleaned = super().clean()
        needed = PLACE_OF_ROLE.get(cleaned.get("role", ""))
        for place in ("administration", "body", "committee") if cleaned.get("role") else ():
            if place == needed and not cleaned.get(place):
                self.add_error(place, _("Rollen skal have et sted: vælg her."))
            elif place != needed and cleaned.get(place):
                self.add_error(place, _("Rollen hører ikke til her: lad feltet være tomt."))
        return cleaned


class MembershipInline(admin.TabularInline):
    """To be read. Operations alone (a superuser) gives roles here, such as the first administrator's.

    Others give them on the pages about people, where nobody gives themselves one and each is told.
    """

    model = Membership
    form = MembershipForm
    extra = 1

    def has_add_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role", "memberships__administration"]
    search_fields = ["name", "email"]
    inlines = [MembershipInline]
    actions = ["send_invitation"]

    def get_readonly_fields(self, request, obj=None):
        # Whoever may change an address could have the password sent to it, and act as that person.
        return ["last_login"] if obj is None or request.user.is_superuser else ["last_login", "email", "is_active"]

    def get_fields(self, request, obj=None):
        if obj is None:
            return NewUserForm.Meta.fields
        fields = ["email", "name", "language", "is_active", "last_login"]
        # Only a superuser can make one.
        return [*fields, "is_staff", "is_superuser"] if request.user.is_superuser else fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs if change else {**kwargs, "form": NewUserForm})

    def get_queryset(self, request):
        people = (
            super()
            .get_queryset(request)
            .prefetch_related("memberships__administration", "memberships__body", "memberships__committee")
        )
        # Who may change a superuser's address could have its password sent.
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def has_delete_permission(self, request, obj=None) -> bool:
        # People are closed (not active), never removed: what they did stays theirs.
        return False

    @admin.display(description=_("roller"))
    def roles(self, user: User) -> str:
        return ", ".join(str(membership) for membership in user.memberships.all())

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            tell("address_changed", actor=request.user, person=obj)
        if change and "is_active" in form.changed_data:
            if obj.is_active:
                tell("account_opened", actor=request.user, person=obj)
            else:
                end_account(obj, request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            invite(form.instance, by=request.user)
            self.message_user(request, _("Invitationen er sendt til %(email)s.") % {"email": form.instance.email})

    @admin.action(description=_("Send invitation"))
    def send_invitation(self, request, queryset):
        people = list(queryset.filter(is_active=True))
        for user in people:
            invite(user, by=request.user)
        text = ngettext("%(count)d invitation er sendt.", "%(count)d invitationer er sendt.", len(people))
        self.message_user(request, text % {"count": len(people)}, messages.SUCCESS)
