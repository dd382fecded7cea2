"""Letters with a link to choose a password: the invitation of a new person, and the forgotten password."""

from datetime import timedelta
from enum import StrEnum

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from . import policy
from .models import User


class PasswordLink(StrEnum):
    """Why the link is sent; also the name of the letter's template."""

    INVITATION = "invitation"
    RESET = "password_reset_key"


def invite(user: User, by: User) -> None:
    """Sends the person a letter of welcome with a link to choose a password; again when it was lost.

    PermissionDenied unless `by` is an administrator or superuser.
    """
    allowed = policy.may(by, "administer_people")
    if not (allowed or by.is_superuser):
        raise PermissionDenied(allowed.reason)
    send_after_commit(user, PasswordLink.INVITATION)


def send_after_commit(user: User, kind: PasswordLink) -> None:
    """Has the worker send the letter when the change that calls for it is stored."""
    from .tasks import send_password_link

    transaction.on_commit(lambda: send_password_link.delay(user.pk, str(kind)))


def write_letter(user: User, kind: PasswordLink) -> None:
    """Sends the letter now, in the person's language. The link holds for PASSWORD_RESET_TIMEOUT, and once."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=key)
    context = {
        "user": user,
        "link": settings.SITE_URL.rstrip("/") + path,
        "login": settings.SITE_URL.rstrip("/") + reverse("account_login"),
        "days": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days,
    }
    with override(user.language):
        subject = render_to_string(f"account/email/{kind}_subject.txt", context).strip()
        message = render_to_string(f"account/email/{kind}_message.txt", context)
    send_mail(subject, message, settings.DEFAULT_FROM_EMAIL, [user.email])
