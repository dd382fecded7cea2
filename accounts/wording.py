"""The rights in words: what each action is, so that a person can read what a role gives."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .policy import RULES

# Of every right that roles alone decide; on comments it depends on whom they are for.
ACTIONS = {
    "view": _("se forslaget"),
    "read_confidential": _("læse det, der er fortroligt"),
    "see_reads": _("se, hvem der har læst det fortrolige"),
    "edit": _("skrive og rette i forslaget"),
    "see_versions": _("se, hvad der er skrevet undervejs"),
    "see_present": _("se, hvem der skriver lige nu"),
    "submit": _("underskrive og indsende forslaget til CFØ"),
    "let_in_late": _("tillade indsendelse efter fristen"),
    "return": _("returnere forslaget til forvaltningen"),
    "preapprove": _("prægodkende forslaget"),
    "approve": _("godkende forslaget for CFØ"),
    "decide": _("beslutte noget, der offentliggøres senere"),
    "release": _("offentliggøre beslutninger"),
    "reopen": _("tage forslaget tilbage for at rette det"),
    "treat": _("registrere udvalgets behandling"),
    "withdraw": _("trække forslaget tilbage"),
    "archive": _("arkivere en kladde"),
    "restore": _("hente en arkiveret kladde frem"),
    "hand_over": _("give forslaget til en anden skribent"),
    "attach": _("vedhæfte og fjerne filer"),
    "ask_hearing": _("bede om høringer"),
    "record_hearing": _("registrere høringssvar"),
    "judge_hearing_need": _("vurdere, om en høring er nødvendig"),
    "book_meeting": _("sætte forslaget på et møde"),
    "keep_meetings": _("holde mødekalenderen"),
    "attach_minutes": _("vedhæfte referater"),
    "read_minutes": _("læse referater"),
    "use_link": _("se, hvad et link til en høringspart viser"),
    "overrule": _("se bort fra en høring"),
    "judge_criteria": _("vurdere kriterierne"),
    "number": _("give forslaget nummer"),
    "set_confidential": _("gøre forslaget eller afsnit fortrolige"),
    "lift_confidential": _("ophæve og forlænge fortrolighed"),
    "comment": _("kommentere"),
    "answer_hearing": _("svare på høringer"),
    "create": _("oprette forslag"),
    "appendix": _("danne bilag"),
    "set_up_round": _("sætte runder op"),
    "outbox": _("se rundens udbakke"),
    "desk": _("se CFØ’s overblik over runden"),
    "read_round_log": _("se rundens log"),
    "read_acts": _("se, hvad andre har gjort"),
    "read_security_log": _("se sikkerhedsloggen"),
    "people": _("se medarbejdernes roller"),
    "give_role": _("give og tage roller"),
    "administer_people": _("administrere alle brugere"),
}


def gives(role: str) -> list[str]:
    """What the role gives, in words; in its own place where it has one."""
    return [
        str(words)
        for action, words in ACTIONS.items()
        if any(role in grant.roles for grant in RULES[action][0].grants)
    ]
