"""Comments: who reads which, who works on them, what can be done with them, and that two at once give one result."""

import threading

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from accounts.policy import comments_where_may, may, people_who_may
from reviews.actions import comment as actions
from reviews.actions import hearing, perform
from reviews.comments import open_comments, open_counts, seen, threads
from reviews.models import Comment, Event
from reviews.refusal import Refused

from .cases import body_of, make_case
from .comment_cases import ADMINISTRATION, AUTHORS, CFO, READS, WORKS, say, who


@pytest.mark.parametrize("audience", READS)
def test_a_comment_is_read_by_its_audience_in_the_list_on_its_row_and_among_the_people(asked, audience):
    comment = say(asked, audience)
    assert who(asked, lambda user: seen(asked.proposal, user).exists()) == READS[audience]
    assert who(asked, lambda user: may(user, "read_comment", comment)) == READS[audience]
    assert who(asked, lambda user: user in people_who_may("read_comment", comment)) == READS[audience]
    assert who(asked, lambda user: open_counts(asked.proposal, user) == {"description": 1}) == READS[audience]


@pytest.mark.parametrize("audience", READS)
def test_a_comment_is_worked_on_by_those_of_its_audience_who_work_with_the_proposal(asked, audience):
    comment = say(asked, audience)
    author = {AUTHORS[audience]}
    expected = {
        "answer_comment": READS[audience] & WORKS,
        "resolve_comment": READS[audience] & (ADMINISTRATION | CFO | author),
        "change_comment": author,
    }
    for action, people in expected.items():
        assert who(asked, lambda user: may(user, action, comment)) == people  # noqa: B023 - called at once
        listed = who(asked, lambda user: Comment.objects.filter(comments_where_may(user, action)).exists())  # noqa: B023
        assert listed == people
        assert who(asked, lambda user: user in people_who_may(action, comment)) == people  # noqa: B023


@pytest.mark.parametrize("audience", READS)
def test_one_writes_only_to_an_audience_one_is_in(asked, audience):
    def wrote(user) -> bool:
        try:
            actions.add(
                asked.proposal, user, "Hej.", audience, body=body_of("hr_kredsen") if audience == "body" else None
            )
        except Refused:
            return False
        return True

    assert who(asked, wrote) == READS[audience] & WORKS


def test_a_confidential_proposals_comments_are_read_by_those_who_see_it(asked):
    comment = say(asked, "all")
    perform("set_confidential", asked.proposal, asked.writer, reason="Udbud.", until=timezone.localdate())
    comment.refresh_from_db()
    assert who(asked, lambda user: may(user, "read_comment", comment)) == WORKS
    assert who(asked, lambda user: seen(asked.proposal, user).exists()) == WORKS


def test_where_a_section_is_confidential_others_read_no_comments(asked):
    comment = say(asked, "all")
    section = {"reason": "Udbud.", "until": "2030-01-01"}
    asked.proposal.confidential_sections = {"risks": section}
    asked.proposal.save()
    comment.refresh_from_db()
    assert who(asked, lambda user: may(user, "read_comment", comment)) == WORKS
    assert who(asked, lambda user: seen(asked.proposal, user).exists()) == WORKS
    assert who(asked, lambda user: user in people_who_may("read_comment", comment)) == WORKS


def test_a_draft_is_read_by_no_secretary_and_an_audience_that_is_unknown_by_nobody(case):
    comment = actions.add(case.proposal, case.writer, "Hej.", "all")
    case.outsider = case.member
    assert who(case, lambda user: may(user, "read_comment", comment)) == ADMINISTRATION | CFO
    comment.audience = "everyone"
    assert who(case, lambda user: may(user, "read_comment", comment)) == set()


def test_a_body_that_is_asked_no_more_reads_nothing(asked):
    comment = say(asked, "body")
    hearing.withdraw_request(asked.proposal.hearing_requests.get(body__code="hr_kredsen"), asked.caseworker, "Fejl.")
    assert who(asked, lambda user: may(user, "read_comment", comment)) == ADMINISTRATION | CFO
    assert not seen(asked.proposal, asked.member).exists()


def test_a_body_is_named_exactly_where_it_is_the_audience(asked):
    with pytest.raises(Refused, match="Vælg, hvem der kan se"):
        actions.add(asked.proposal, asked.writer, "Hej.", "body")
    with pytest.raises(Refused, match="Vælg, hvem der kan se"):
        actions.add(asked.proposal, asked.writer, "Hej.", "shared", body=body_of("hr_kredsen"))
    with pytest.raises(Refused, match="ikke spurgt"):
        actions.add(asked.proposal, asked.writer, "Hej.", "body", body=body_of("it_kredsen"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(proposal=asked.proposal, text="Hej.", audience="body")


def test_an_answer_is_for_those_who_read_the_comment(asked):
    first = say(asked, "administration")
    said = actions.answer(first, asked.signer, "Enig.")
    assert (said.audience, said.section, said.parent) == ("administration", "description", first)
    with pytest.raises(Refused):
        actions.answer(first, asked.caseworker, "Jeg ser med.")
    with pytest.raises(Refused, match="kun den første"):
        actions.answer(said, asked.writer, "Et svar på et svar.")
    assert [
        thread.comments for thread in threads(asked.proposal, asked.writer, seen(asked.proposal, asked.writer))
    ] == [[first, said]]


def test_a_comment_is_corrected_and_taken_back_by_its_writer_until_it_is_answered(asked):
    comment = say(asked, text="Husk momsen", quote="hurtigere")
    with pytest.raises(Refused):
        actions.edit(comment, asked.signer, "Noget andet.")
    actions.edit(comment, asked.writer, "Husk momsen.")
    comment.refresh_from_db()
    assert (comment.text, comment.edited_at is not None) == ("Husk momsen.", True)
    answer = actions.answer(comment, asked.caseworker, "Det gør vi.")
    for change in (
        lambda: actions.edit(comment, asked.writer, "Nej."),
        lambda: actions.withdraw(comment, asked.writer),
    ):
        with pytest.raises(Refused, match="besvaret"):
            change()
    actions.withdraw(answer, asked.caseworker)
    answer.refresh_from_db()
    assert (answer.text, answer.withdrawn_at is not None) == ("", True)
    with pytest.raises(Refused, match="trukket tilbage"):
        actions.edit(answer, asked.caseworker, "Alligevel.")


def test_a_comment_taken_back_is_not_open_and_its_words_are_gone(asked):
    comment = say(asked, text="Hemmeligt", quote="hurtigere")
    actions.withdraw(comment, asked.writer)
    comment.refresh_from_db()
    assert (comment.text, comment.quote, comment.quote_before, comment.quote_after) == ("", "", "", "")
    assert list(open_comments(asked.proposal, asked.writer)) == []
    for step in (actions.resolve, actions.reopen):
        with pytest.raises(Refused):
            step(comment, asked.writer)


def test_a_settled_comment_can_be_opened_again_but_not_settled_twice(asked):
    comment = say(asked)
    actions.resolve(comment, asked.caseworker)
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.resolved_by_name) == (asked.caseworker, "Sagsbehandler")
    assert open_counts(asked.proposal, asked.writer) == {}
    with pytest.raises(Refused, match="allerede løst"):
        actions.resolve(comment, asked.writer)
    with pytest.raises(Refused, match="allerede løst"):
        actions.answer(comment, asked.writer, "Sent svar.")
    actions.reopen(comment, asked.writer)
    assert open_counts(asked.proposal, asked.writer) == {"description": 1}
    with pytest.raises(Refused, match="allerede åben"):
        actions.reopen(comment, asked.writer)


def test_nothing_is_said_in_an_archive_or_about_what_is_withdrawn(asked):
    comment = say(asked)
    perform("withdraw", asked.proposal, asked.writer, reason="Udgår.")
    with pytest.raises(Refused):
        say(asked)
    with pytest.raises(Refused):
        actions.resolve(comment, asked.writer)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["resolve", "answer", "withdraw"])
def test_two_who_settle_at_once_give_one_result(organisation, other):
    case = make_case()
    comment = actions.add(case.proposal, case.caseworker, "Ret.", "shared")
    steps = {
        "resolve": lambda: actions.resolve(comment, case.writer),
        "answer": lambda: actions.answer(comment, case.writer, "Ja."),
        "withdraw": lambda: actions.withdraw(comment, case.caseworker),
    }
    start, results = threading.Barrier(2), []

    def run(step) -> None:
        try:
            start.wait(timeout=10)
            step()
            results.append("done")
        except Refused:
            results.append("refused")
        finally:
            connections.close_all()

    first = steps[other] if other != "resolve" else lambda: actions.resolve(comment, case.signer)
    both = [threading.Thread(target=run, args=(step,)) for step in (first, steps["resolve"])]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=30)
    settled = Event.objects.filter(kind="comment_resolved").count()
    if other == "answer":
        # An answer before the settling stands; after it, it is refused.
        assert (settled, sorted(results)) in [(1, ["done", "done"]), (1, ["done", "refused"])]
        assert comment.answers.count() == results.count("done") - 1
    else:
        assert sorted(results) == ["done", "refused"]
        comment.refresh_from_db()
        assert (comment.resolved_at is None) != (comment.withdrawn_at is None)
