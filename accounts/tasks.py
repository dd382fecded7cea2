"""What the worker does for sign-in."""

from smtplib import SMTPException

from celery import shared_task

from .invitations import PasswordLink, write_letter
from .models import User


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=30, max_retries=5)
def send_password_link(user_id: int, kind: str) -> None:
    """Sends the letter of the kind to the person, unless the account has been closed or removed meanwhile.

    Takes an id, so that no link ever lies in the queue.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user:
        write_letter(user, PasswordLink(kind))
