"""People and their memberships: a role in an administration, a hearing body, a committee or the finance office."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email: str, name: str = "", password: str | None = None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), name=name or email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str = "", password: str | None = None, **fields):
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What they may do follows from their memberships."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("navn"), max_length=150)
    language = models.CharField(_("sprog"), max_length=5, choices=[("da", "Dansk"), ("en", "English")], default="da")
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_staff = models.BooleanField(_("må bruge administrationen"), default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("bruger")
        verbose_name_plural = _("brugere")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    WRITER = "writer", _("Skribent")
    SIGNER = "signer", _("Underskriver")
    BODY_MEMBER = "body_member", _("Medlem af høringspart")
    CFO_CASEWORKER = "cfo_caseworker", _("CFØ-sagsbehandler")
    CFO_SIGNER = "cfo_signer", _("CFØ-underskriver")
    SECRETARY = "secretary", _("Udvalgssekretær")
    READER = "reader", _("Læser")
    LOCAL_ADMINISTRATOR = "local_administrator", _("Forvaltningsadministrator")
    ADMINISTRATOR = "administrator", _("Administrator")


# The field that names the place a role belongs to; the other roles belong to the municipality as a whole.
PLACE_OF_ROLE = {
    Role.WRITER: "administration",
    Role.SIGNER: "administration",
    Role.LOCAL_ADMINISTRATOR: "administration",
    Role.BODY_MEMBER: "body",
    Role.SECRETARY: "committee",
}


class MembershipQuerySet(models.QuerySet):
    def current(self) -> "MembershipQuerySet":
        """Those that hold today: a substitute's hold from the first day to the last, both included."""
        today = timezone.localdate()
        return self.filter(models.Q(valid_from=None) | models.Q(valid_from__lte=today, valid_to__gte=today))


class Membership(models.Model):
    """A role, in an administration (writer, signer, its administrator), a body (member) or a committee (secretary).

    Reader, administrator and CFØ's roles belong to the municipality as a whole. A substitute's has the same role and
    place as the membership it stands for, and a period; it goes when that one goes.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("bruger"))
    role = models.CharField(_("rolle"), max_length=20, choices=Role)
    administration = models.ForeignKey(
        "proposals.Administration",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("forvaltning"),
    )
    body = models.ForeignKey(
        "proposals.HearingBody",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("høringspart"),
    )
    committee = models.ForeignKey(
        "proposals.Committee",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("udvalg"),
    )
    substitute_for = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="substitutes",
        verbose_name=_("stedfortræder for"),
    )
    valid_from = models.DateField(_("fra og med"), null=True, blank=True)
    valid_to = models.DateField(_("til og med"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role"]
        verbose_name = _("medlemskab")
        verbose_name_plural = _("medlemskaber")
        constraints = [
            # Each role names exactly the place it needs, so that no right is wider than it reads.
            models.CheckConstraint(
                name="membership_names_its_place",
                condition=(
                    models.Q(
                        role__in=["writer", "signer", "local_administrator"],
                        administration__isnull=False,
                        body=None,
                        committee=None,
                    )
                    | models.Q(role="body_member", body__isnull=False, administration=None, committee=None)
                    | models.Q(role="secretary", committee__isnull=False, administration=None, body=None)
                    | models.Q(
                        role__in=["cfo_caseworker", "cfo_signer", "reader", "administrator"],
                        administration=None,
                        body=None,
                        committee=None,
                    )
                ),
            ),
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("administration", 0),
                Coalesce("body", 0),
                Coalesce("committee", 0),
                condition=models.Q(substitute_for=None),
                name="one_membership_of_a_kind",
            ),
            # Only a substitute's membership has a period, and it always has one.
            models.CheckConstraint(
                name="substitute_has_a_period",
                condition=(
                    models.Q(substitute_for=None, valid_from=None, valid_to=None)
                    | models.Q(
                        substitute_for__isnull=False,
                        valid_from__isnull=False,
                        valid_to__isnull=False,
                        valid_from__lte=models.F("valid_to"),
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        place = self.administration or self.body or self.committee
        substitute = _("stedfortræder") if self.substitute_for_id else ""
        return ", ".join(str(part) for part in (self.get_role_display(), place, substitute) if part)
