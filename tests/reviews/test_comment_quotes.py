"""Quotes: found in the text they were taken from, and seen to be changed in the text as it stands."""

import pytest

from reviews.actions import perform
from reviews.comments import seen, threads
from reviews.refusal import Refused

from .cases import Case, write
from .comment_cases import say


def quoted(case: Case, user=None):
    [thread] = threads(case.proposal, user or case.writer, seen(case.proposal, user or case.writer))
    return thread


def test_a_quote_is_tied_to_the_version_it_is_in_and_seen_to_have_changed(asked):
    comment = say(asked, by="caseworker", quote="får  svar\nhurtigere")
    revision = asked.proposal.revisions.get(number=1)
    assert (comment.quote, comment.revision, comment.section_version) == ("får svar hurtigere", revision, None)
    assert quoted(asked).quote_stands
    perform("return", asked.proposal, asked.caseworker, reason="Ret.")
    write(asked.fresh(), asked.writer, "description", text="<p>Borgerne får svar senere.</p>")
    asked.proposal = asked.fresh()
    assert not quoted(asked).quote_stands
    assert quoted(asked).quoted_in == (f"/forslag/{asked.proposal.pk}/version/1/#section-description", "Version 1")


def test_a_quote_from_a_draft_names_the_sections_version(case):
    comment = say(case, quote="samles ét sted")
    version = case.proposal.sections.get(key="description").version
    assert (comment.revision, comment.section_version) == (None, version)
    assert quoted(case).quoted_in == (
        f"/forslag/{case.proposal.pk}/afsnit/description/versioner/{version}/",
        f"Afsnittets version {version}",
    )


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("<p>Først en sætning. Så kommer prisen på 5 mio. kr. til sidst. Slut.</p>", True),
        ("<p>Først en sætning. Så kommer <strong>prisen</strong> på 5 mio. kr. til sidst.</p>", True),
        ("<p>Noget helt andet. Så kommer prisen på 5 mio. kr. til sidst.</p>", True),
        ("<p>Først en sætning. Så kommer prisen på 6 mio. kr. til sidst.</p>", False),
        ("<p>Et andet sted: prisen på 5 mio. kr. for noget andet.</p>", False),
    ],
)
def test_a_quote_stands_when_its_words_stand_with_what_was_before_or_after(case, text, stands):
    write(
        case.proposal,
        case.writer,
        "description",
        text="<p>Først en sætning. Så kommer prisen på 5 mio. kr. til sidst.</p>",
    )
    say(case, quote="prisen på 5 mio. kr.")
    write(case.fresh(), case.writer, "description", text=text)
    assert quoted(case).quote_stands is stands


def test_words_that_stand_twice_are_told_apart_by_what_is_before_them(case):
    write(case.proposal, case.writer, "description", text="<p>Det ene er nyt. Det andet er nyt.</p>")
    assert say(case, quote="er nyt").quote_before == "Detene"
    assert say(case, quote="er nyt", quote_before="Det ene er nyt. Det andet ").quote_before.endswith("Detandet")


@pytest.mark.parametrize("quote", ["noget, der ikke står der", "Borgerne får svar hurtigere, fordi."])
def test_words_that_do_not_stand_in_the_section_are_not_quoted(case, quote):
    with pytest.raises(Refused, match="står ikke i afsnittet"):
        say(case, quote=quote)
    with pytest.raises(Refused, match="står ikke i afsnittet"):
        say(case, quote="Borgerne", section="facts")


def test_cells_of_a_table_can_be_quoted(case):
    assert say(case, section="economy", quote="Mindre tidsforbrug\tVarig ændring").quote_after.startswith("Service")
