"""Writing down what happened: only registered kinds, with names and titles as they were."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.policy import may
from proposals.models import Proposal, Round

from . import notifications
from .frozen import Guest, frozen
from .models import Event
from .request_id import current

# Kind → what the history page says. A kind that is not here cannot be recorded.
KINDS: dict[str, Any] = {
    "created": _("Oprettet"),
    "imported": _("Importeret"),
    "copied": _("Kopieret fra et andet forslag"),
    "section_copied": _("Afsnit kopieret fra et andet forslag"),
    "section_saved": _("Afsnit gemt"),
    "section_restored": _("Afsnit gendannet"),
    "section_given": _("Afsnit givet til en kollega"),
    "section_given_back": _("Afsnit uden bestemt ansvarlig"),
    "attached": _("Fil vedhæftet"),
    "attachment_removed": _("Fil fjernet"),
    "finding_dismissed": _("Advarsel vurderet som ikke en fejl"),
    "finding_brought_back": _("Advarsel vist igen"),
    "submitted": _("Indsendt til CFØ"),
    "let_in_late": _("Givet lov til at indsende efter fristen"),
    "returned": _("Returneret"),
    "preapproved": _("Prægodkendt af CFØ"),
    "signed": _("Skrevet under af CFØ, afventer flere underskrifter"),
    "approved": _("Godkendt af CFØ"),
    "decided": _("Besluttet, ikke offentliggjort"),
    "released": _("Beslutning offentliggjort"),
    "decision_dropped": _("Beslutning fortrudt"),
    "reopened": _("Taget tilbage til rettelse"),
    "treated": _("Behandlet i udvalg"),
    "withdrawn": _("Trukket tilbage"),
    "archived": _("Arkiveret"),
    "restored": _("Hentet frem fra arkivet"),
    "handed_over": _("Givet til en anden skribent"),
    "criteria_judged": _("Kriterier vurderet"),
    "numbered": _("Nummer givet"),
    "made_confidential": _("Gjort fortroligt"),
    "confidentiality_lifted": _("Fortrolighed ophævet"),
    "sections_made_confidential": _("Afsnit gjort fortrolige"),
    "sections_lifted": _("Fortrolige afsnit åbnet"),
    "confidentiality_prolonged": _("Fortrolighed forlænget"),
    "hearing_asked": _("Høring begyndt"),
    "hearing_renewed": _("Fornyet høringssvar ønsket"),
    "hearing_affirmed": _("Høringssvar uændret"),
    "hearing_need_judged": _("Behov for høring vurderet"),
    "hearing_answered": _("Høringssvar givet"),
    "hearing_recorded": _("Høringssvar registreret"),
    "hearing_reminded": _("Påmindet om høring"),
    "hearing_date_proposed": _("Anden dato for høringssvar foreslået"),
    "hearing_date_decided": _("Forslag til dato besvaret"),
    "minutes_attached": _("Referat vedhæftet"),
    "minutes_removed": _("Referat fjernet"),
    "hearing_link_sent": _("Link til høring sendt"),
    "hearing_link_resent": _("Link til høring, der fejlede, sendt igen"),
    "hearing_link_revoked": _("Link til høring trukket tilbage"),
    "hearing_link_opened": _("Læst med link til høring"),
    "hearing_withdrawn": _("Høring trukket tilbage"),
    "hearing_overruled": _("Høring tilsidesat"),
    "meeting_booked": _("Møde booket"),
    "meeting_moved": _("Flyttet til et andet møde"),
    "meeting_cancelled": _("Taget af mødets dagsorden"),
    "meeting_rescheduled": _("Mødet har fået nye datoer"),
    "meetings_changed": _("Mødedatoer ændret"),
    "all_answers_in": _("Alle høringssvar er kommet"),
    "reminded": _("Påmindelse om frist"),
    "escalated": _("Frist overskredet"),
    "mail_released": _("Tilbageholdt mail sendt"),
    "mail_discarded": _("Tilbageholdt mail kasseret"),
    "mail_retried": _("Mail, der fejlede, sendt igen"),
    "comment_added": _("Kommentar skrevet"),
    "comment_answered": _("Kommentar besvaret"),
    "comment_edited": _("Kommentar rettet"),
    "comment_withdrawn": _("Kommentar trukket tilbage"),
    "comment_resolved": _("Kommentar løst"),
    "comment_reopened": _("Kommentar åbnet igen"),
    "round_imported": _("Runde importeret"),
    "round_created": _("Runde oprettet"),
    "round_changed": _("Runde ændret"),
    "edition_built": _("Bilag dannet"),
    "errata_built": _("Rettelsesblad dannet"),
    "edition_published": _("Offentligt link slået til"),
    "edition_unpublished": _("Offentligt link slået fra"),
    "package_built": _("Pakke til sagssystemet dannet"),
    "build_cancelled": _("Dannelse af filer afbrudt"),
    "intro_changed": _("Bilagets indledning ændret"),
    "role_given": _("Rolle givet"),
    "role_taken": _("Rolle taget"),
    "substitute_named": _("Stedfortræder udpeget"),
    "substitute_ended": _("Stedfortræder ophørt"),
    "account_closed": _("Konto lukket"),
    "account_opened": _("Konto åbnet igen"),
    "address_changed": _("E-mail ændret"),
    "confidential_read": _("Fortroligt indhold læst"),
    "file_downloaded": _("Fil hentet"),
    "list_exported": _("Liste hentet som Excel"),
    "signed_in": _("Logget ind"),
    "sign_in_failed": _("Forkert adgangskode"),
    "locked_out": _("Spærret efter for mange forsøg"),
    "password_changed": _("Adgangskode ændret"),
    "person_anonymised": _("Person anonymiseret"),
}

# Who signed in and who was given which rights: for administrators alone.
RIGHTS = frozenset(
    {
        "role_given",
        "role_taken",
        "substitute_named",
        "substitute_ended",
        "account_closed",
        "account_opened",
        "address_changed",
    }
)
SECURITY = RIGHTS | {"signed_in", "sign_in_failed", "locked_out", "password_changed", "person_anonymised"}
# What CFØ has decided and not announced: read by CFØ alone, also after it is released.
CFO_ONLY = frozenset({"decided", "decision_dropped"})


def events_for(user: Any, events: QuerySet[Event]) -> QuerySet[Event]:
    """Those of a proposal's or a round's events that the person may read."""
    return events if may(user, "release") else events.exclude(kind__in=CFO_ONLY)


def record(
    kind: str,
    *,
    proposal: Proposal | None = None,
    round: Round | None = None,
    actor: Any = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Writes an event and the messages it causes, in the caller's transaction.

    `actor` None: the program itself. `data` is plain JSON. KeyError for a kind that is not registered.
    """
    KINDS[kind]
    who = frozen(actor)
    event = Event.objects.create(
        kind=kind,
        proposal=proposal,
        round=proposal.round if proposal else round,
        subject=str(proposal or round or "")[:320],
        actor=who["by"],
        actor_name=who["by_name"],
        actor_role=who["by_role"],
        reason=reason,
        data={**(data or {}), **({"link": actor.link} if isinstance(actor, Guest) else {})},
        request_id=current.get(),
    )
    notifications.queue(event)
    return event


def on_happened(
    sender: Any, *, kind: str, proposal: Proposal, actor: Any, reason: str = "", data: Any = None, **more
) -> None:
    """Receiver of `proposals.signals.happened`: what the drafting room reports."""
    record(kind, proposal=proposal, actor=actor, reason=reason, data=data)


def on_security(sender: Any, *, kind: str, actor: Any, data: Any, **more) -> None:
    """Receiver of `accounts.signals.security`: sign-ins and rights."""
    record(kind, actor=actor, data=data)
