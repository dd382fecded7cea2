"""The factories make what they say."""


def test_factories_make_a_round_with_a_proposal_and_its_reader(make_round, make_user, make_proposal, client_for):
    round_ = make_round()
    proposal = make_proposal(round_, administration="SUF", state="submitted", confidential=True)
    user = make_user("reader")

    assert [form.type for form in round_.templates.order_by("type")] == [
        "innovation",
        "investment",
        "preliminary_study",
    ]
    assert (proposal.administration.code, proposal.committee.code, proposal.state) == ("SUF", "SOU", "submitted")
    assert proposal.sections.count() > 5
    assert int(client_for(user).session["_auth_user_id"]) == user.pk
