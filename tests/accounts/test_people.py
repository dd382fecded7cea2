"""Roles given and taken on the pages: by whom, to whom, with what is told, and what is refused."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from accounts.people import NotGiven, close_account, give, membership_of, name_substitute, take
from accounts.policy import RULES, may
from accounts.rules import Rule
from accounts.wording import ACTIONS, gives
from proposals.models import Administration
from reviews.models import Event

TODAY = timezone.localdate()


@pytest.fixture
def local(make_user):
    """The administrator of SOF."""
    return make_user("local_administrator", administration="SOF", name="SOF-administrator")


def place(code: str) -> int:
    return Administration.objects.get(code=code).pk


def test_a_new_person_is_invited_and_given_the_role(local, client_for, django_capture_on_commit_callbacks):
    values = {"email": "Ny@example.org", "name": "Ny skribent", "role": f"writer:{place('SOF')}"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_for(local).post(reverse("role-give"), values)
    person = User.objects.get(email="ny@example.org")
    assert answer.status_code == 302
    assert [str(one) for one in person.memberships.all()] == ["Skribent, Socialforvaltningen"]
    assert [message.to for message in mail.outbox] == [["ny@example.org"]]
    assert not person.has_usable_password()
    event = Event.objects.get(kind="role_given")
    assert (event.actor_name, event.data) == (
        "SOF-administrator",
        {"role": "Skribent, Socialforvaltningen", "person": person.pk, "person_name": "Ny skribent"},
    )


def test_the_choices_are_the_roles_one_may_give(local, make_user, client_for):
    def offered(user):
        return {
            code for code, _label in client_for(user).get(reverse("role-give")).context["form"]["role"].field.choices
        }

    assert offered(local) == {"", f"writer:{place('SOF')}", f"signer:{place('SOF')}"}
    everything = offered(make_user("administrator"))
    assert {"cfo_signer", "reader", "administrator", f"local_administrator:{place('SOF')}"} <= everything


@pytest.mark.parametrize("role", ["writer:{TMF}", "local_administrator:{SOF}", "cfo_signer", "writer:999999", "x", ""])
def test_a_role_outside_ones_own_is_refused_at_the_field(local, client_for, role):
    code = role.format(TMF=place("TMF"), SOF=place("SOF"))
    values = {"email": "ny@example.org", "name": "Ny", "role": code}
    answer = client_for(local).post(reverse("role-give"), values)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["role"]
    assert answer.context["form"]["email"].value() == "ny@example.org"
    assert not User.objects.filter(email="ny@example.org").exists()


@pytest.mark.parametrize(("who", "role"), [("administrator", "cfo_signer"), ("local_administrator", "signer")])
def test_nobody_gives_themselves_a_role(make_user, who, role):
    person = make_user(who, administration="SOF")
    wanted = membership_of(role, place("SOF"))
    with pytest.raises(NotGiven, match="sig selv"):
        give(person.email, person.name, wanted, person)
    assert person.memberships.count() == 1


def test_nobody_becomes_a_substitute_by_their_own_hand(local, make_user):
    signer = make_user("signer", administration="SOF")
    with pytest.raises(NotGiven, match="sig selv"):
        name_substitute(signer.memberships.get(), local.email, TODAY, TODAY, local)


def test_the_right_is_checked_where_the_change_is_made(make_user):
    writer, signer = make_user("writer", administration="SOF"), make_user("signer", administration="SOF")
    with pytest.raises(NotGiven, match="Du kan kun give"):
        give("ny@example.org", "Ny", membership_of("signer", place("SOF")), writer)
    with pytest.raises(NotGiven, match="Du kan kun give"):
        take(signer.memberships.get(), writer)
    with pytest.raises(NotGiven):
        close_account(signer, writer)
    assert may(signer, "give_role", membership_of("reader", None)).allowed is False


def test_the_last_signer_is_taken_only_after_a_warning(local, make_user, client_for):
    signer = make_user("signer", administration="SOF")
    address = reverse("role-take", args=[signer.memberships.get().pk])
    client = client_for(local)
    assert "Ingen andre har rollen" in client.get(address).content.decode()
    make_user("signer", administration="SOF")
    assert "Ingen andre har rollen" not in client.get(address).content.decode()
    client.post(address)
    assert not signer.memberships.exists()
    assert Event.objects.get(kind="role_taken").data["person"] == signer.pk


def test_the_holder_names_a_substitute_who_ends_with_the_role(make_user, client_for):
    signer, other = make_user("signer", administration="SOF", name="Underskriver"), make_user(name="Vikar")
    role = signer.memberships.get()
    values = {"email": other.email, "first": TODAY.strftime("%d.%m.%Y"), "last": TODAY.strftime("%d.%m.%Y")}
    answer = client_for(signer).post(reverse("role-substitute", args=[role.pk]), values)
    assert answer.status_code == 302
    substitute = other.memberships.get()
    assert str(substitute) == "Underskriver, Socialforvaltningen, stedfortræder"
    assert (substitute.valid_from, substitute.valid_to, substitute.substitute_for) == (TODAY, TODAY, role)
    data = Event.objects.get(kind="substitute_named").data
    assert (data["substitute"], data["substitute_name"]) == (other.pk, "Vikar")
    client_for(signer).post(reverse("role-take", args=[substitute.pk]))
    assert not other.memberships.exists()
    assert Event.objects.filter(kind="substitute_ended").count() == 1


@pytest.mark.parametrize(("first", "last", "why"), [(1, 0, "slutte efter"), (-5, -1, "slutte efter")])
def test_a_period_that_is_none_is_refused(make_user, first, last, why):
    signer, other = make_user("signer", administration="SOF"), make_user()
    days = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    with pytest.raises(NotGiven, match=why):
        name_substitute(signer.memberships.get(), other.email, *days, signer)


def test_a_substitute_names_no_substitute_and_no_one_twice(make_user):
    signer, other, third = make_user("signer", administration="SOF"), make_user(), make_user()
    held = name_substitute(signer.memberships.get(), other.email, TODAY, TODAY, signer)
    with pytest.raises(NotGiven, match="kan ikke selv"):
        name_substitute(held, third.email, TODAY, TODAY, other)
    with pytest.raises(NotGiven, match="allerede stedfortræder"):
        name_substitute(signer.memberships.get(), other.email, TODAY, TODAY + timedelta(days=3), signer)
    with pytest.raises(NotGiven, match="Ingen har den e-mail"):
        name_substitute(signer.memberships.get(), "ukendt@example.org", TODAY, TODAY, signer)


def test_only_people_without_roles_elsewhere_are_closed(local, make_user, add_membership, client_for):
    own, shared = make_user("writer", administration="SOF"), make_user("writer", administration="SOF")
    add_membership(shared, "reader")
    with pytest.raises(NotGiven, match="roller, du ikke kan tage"):
        close_account(shared, local)
    assert client_for(local).post(reverse("account-close", args=[own.pk])).status_code == 302
    own.refresh_from_db()
    assert own.is_active is False
    assert Event.objects.get(kind="account_closed").data == {"person": own.pk, "person_name": own.name}
    with pytest.raises(NotGiven, match="egen konto"):
        close_account(local, local)


def test_substitutes_end_with_the_account_of_the_one_they_stand_in_for(local, make_user):
    own, stand_in = make_user("signer", administration="SOF", name="Underskriver"), make_user(name="Vikar")
    substitute = name_substitute(own.memberships.get(), stand_in.email, TODAY, TODAY + timedelta(days=9), own)
    assert may(User.objects.get(pk=stand_in.pk), "edit", substitute)
    close_account(own, local)
    assert not stand_in.memberships.exists()
    told = Event.objects.filter(kind__in=["substitute_ended", "account_closed"]).order_by("pk")
    assert [(event.kind, event.actor_name, event.data["person_name"]) for event in told] == [
        ("substitute_ended", "SOF-administrator", "Underskriver"),
        ("account_closed", "SOF-administrator", "Underskriver"),
    ]


PAGES = ["people", "role-give", "person", "account-close", "role-take", "role-substitute"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_closed_to_those_who_administer_nobody(make_user, client_for, name):
    other = make_user("writer", administration="TMF")
    ids = {"person": other.pk, "account-close": other.pk}
    ids |= dict.fromkeys(["role-take", "role-substitute"], other.memberships.get().pk)
    address = reverse(name, args=[ids[name]] if name in ids else [])
    for role in ("writer", "signer", "reader", "cfo_signer", "secretary", "body_member"):
        client = client_for(make_user(role))
        assert client.get(address).status_code in (403, 404)
        assert client.post(address).status_code in (403, 404, 405)
    assert Membership.objects.filter(user=other).exists()


@pytest.mark.parametrize("name", ["person", "account-close", "role-take", "role-substitute"])
def test_a_local_administrator_reaches_only_own_people(local, make_user, client_for, name):
    other = make_user("signer", administration="TMF", name="TMF-underskriver")
    pk = other.pk if name in ("person", "account-close") else other.memberships.get().pk
    assert client_for(local).get(reverse(name, args=[pk])).status_code == 404
    assert "TMF-underskriver" not in client_for(local).get(reverse("people")).content.decode()


def test_everybody_reads_what_their_own_roles_give(make_user, client_for):
    signer = make_user("signer", administration="SOF")
    page = client_for(signer).get(reverse("person", args=[signer.pk])).content.decode()
    assert "underskrive og indsende forslaget til CFØ" in page
    assert "godkende forslaget for CFØ" not in page
    assert "Tag rollen" not in page


def test_every_right_has_words_and_every_role_gives_something():
    assert set(ACTIONS) == {action for action, (rule, _reason) in RULES.items() if isinstance(rule, Rule)}
    assert "godkende forslaget for CFØ" in gives("cfo_signer")
    assert "godkende forslaget for CFØ" not in gives("cfo_caseworker")


def test_the_list_takes_as_many_queries_for_three_as_for_one(local, make_user, client_for, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(local)
    make_user("writer", administration="SOF")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("people"))
    make_user("writer", administration="SOF")
    make_user("signer", administration="SOF")
    with django_assert_num_queries(len(one)):
        client.get(reverse("people"))


@pytest.mark.parametrize("q", ["findes ikke", "\x00", "x" * 200, "%"])
def test_any_search_is_answered(local, client_for, q):
    assert client_for(local).get(reverse("people"), {"q": q}).status_code == 200


def test_who_has_no_roles_is_told_so(make_user, client_for):
    assert "Du har ingen roller" in client_for(make_user()).get(reverse("front")).content.decode()
    assert "Du har ingen roller" not in client_for(make_user("reader")).get(reverse("front")).content.decode()
