"""A message to one person about one event, sent by mail and read in the program; and how people want to be told."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models import Round

from .event import Event


class Notification(models.Model):
    """A message to one person about one event. `state` is that of the mail; `read_at` that of the list in the program.

    `due_at`: not sent before. `released`: CFØ has let it go, so the round's hold is for the others.
    `why`: for what reason it was skipped; `error`: what the mail server said, in its own words.
    `sent_subject`, `sent_text`: the mail as it went; of a day's mail what it said of this event.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Venter")
        DIGEST = "digest", _("Venter på dagens mail")
        HELD = "held", _("Holdt tilbage")
        SENT = "sent", _("Sendt")
        FAILED = "failed", _("Fejlet")
        SKIPPED = "skipped", _("Sendes ikke")

    class Why(models.TextChoices):
        NO_ACCESS = "no_access", _("Modtageren har ikke længere adgang til forslaget.")
        LEFT = "left", _("Modtageren er ikke længere bruger.")
        OBSOLETE = "obsolete", _("Det, beskeden handlede om, gjaldt ikke længere.")
        CHOSEN_OFF = "chosen_off", _("Modtageren har valgt ikke at få mail om dette.")
        DISCARDED = "discarded", _("CFØ har kasseret beskeden.")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notifications")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    released = models.BooleanField(default=False)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    sent_subject = models.CharField(max_length=400, blank=True)
    sent_text = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["event", "recipient"], name="one_message_about_an_event")]
        indexes = [
            models.Index(fields=["state", "due_at"], name="messages_to_send"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="messages_not_read"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.recipient}"

    @property
    def state_kind(self) -> str:
        """The look of its state (components/status_tag.html)."""
        kinds = {self.State.SENT: "success", self.State.FAILED: "problem", self.State.HELD: "attention"}
        return kinds.get(self.State(self.state), "neutral")


class MessageChoice(models.Model):
    """How a person wants mail of a group of messages; without a row the group's default counts."""

    class How(models.TextChoices):
        NOW = "now", _("Mail med det samme")
        DAILY = "daily", _("Samlet i én mail om dagen")
        NONE = "none", _("Ingen mail")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_choices")
    group = models.CharField(max_length=20)
    how = models.CharField(max_length=8, choices=How)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "group"], name="one_choice_of_a_group")]

    def __str__(self) -> str:
        return f"{self.person}: {self.group} {self.how}"


class Reminder(models.Model):
    """That a reminder has been written, so that it is written once.

    `what` and `subject` are those of `reviews.messages.waiting`; `step`: days before the deadline, negative after it.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=12)
    subject = models.PositiveBigIntegerField()
    due = models.DateField()
    step = models.SmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "subject", "due", "step"], name="one_reminder_of_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.subject}: {self.due} {self.step:+d}"
