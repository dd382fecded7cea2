"""The pages on which roles are read, given and taken, and substitutes named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..models import Membership, User
from ..people import (
    NotGiven,
    close_account,
    give,
    is_last,
    may_close,
    may_name_substitute,
    may_take,
    name_substitute,
    take,
    within_reach,
)
from ..people_forms import GiveRoleForm, PeopleFilter, SubstituteForm
from ..policy import may
from ..wording import gives

PER_PAGE = 50


@dataclass(frozen=True)
class HeldRole:
    """A role of a person as the pages show it."""

    membership: Membership
    gives: list[str]
    may_take: bool
    may_name_substitute: bool


def _memberships() -> Any:
    return Membership.objects.select_related("administration", "body", "committee", "substitute_for__user")


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody within one's reach with their roles; a constant number of queries."""
    may(request.user, "people").require()
    form = PeopleFilter(request.GET)
    everybody = within_reach(request.user)
    found = everybody.filter(Q(name__icontains=form.words) | Q(email__icontains=form.words))
    listed = found.prefetch_related(Prefetch("memberships", _memberships())).order_by("-is_active", "name", "pk")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter_form": form, "active": bool(form.words)}
    return render(request, "accounts/people.html", context | {"shown": found.count(), "total": everybody.count()})


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's roles and what each gives; everybody may see their own."""
    shown = request.user if pk == request.user.pk else _person(request, pk)
    held = [
        HeldRole(
            membership,
            gives(membership.role),
            bool(may_take(request.user, membership)) and shown != request.user,
            bool(may_name_substitute(request.user, membership)),
        )
        for membership in _memberships().filter(user=shown)
    ]
    substitutes = _memberships().filter(substitute_for__user=shown).select_related("user")
    context = {"person": shown, "held": held, "substitutes": substitutes}
    context["may_close"] = bool(may_close(request.user, shown)) and shown.is_active
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
def give_page(request: HttpRequest) -> HttpResponse:
    """Gives a role, and invites the person where they are new."""
    may(request.user, "people").require()
    form = GiveRoleForm(request.POST if request.method == "POST" else None, by=request.user)

    def given(values: dict[str, Any]) -> HttpResponse:
        receiver = give(by=request.user, **values)
        messages.success(request, _("%(name)s har fået rollen.") % {"name": receiver.name})
        return redirect("person", receiver.pk)

    return _form_page(request, form, given, heading=_("Giv en rolle"), back=None)


@require_http_methods(["GET", "POST"])
def take_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before a role is taken, and says where nobody else has it."""
    membership = _membership(request, pk)
    may_take(request.user, membership).require()
    if request.method == "POST":
        take(membership, request.user)
        messages.success(request, _("Rollen er taget."))
        return redirect("person", request.user.pk if membership.substitute_for_id else membership.user_id)
    context = {"membership": membership, "is_last": not membership.substitute_for_id and is_last(membership)}
    return render(request, "accounts/take_role.html", context)


@require_http_methods(["GET", "POST"])
def substitute_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Names a substitute for a role and a period."""
    membership = _membership(request, pk)
    may_name_substitute(request.user, membership).require()

    def named(values: dict[str, Any]) -> HttpResponse:
        substitute = name_substitute(membership, by=request.user, **values)
        messages.success(request, _("%(name)s er stedfortræder i perioden.") % {"name": substitute.user.name})
        return redirect("person", membership.user_id)

    form = SubstituteForm(request.POST if request.method == "POST" else None)
    heading = _("Stedfortræder: %(role)s") % {"role": membership}
    return _form_page(request, form, named, heading=heading, back=membership.user)


@require_http_methods(["GET", "POST"])
def close_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before an account is closed."""
    shown = _person(request, pk)
    may_close(request.user, shown).require()
    if request.method == "POST":
        close_account(shown, request.user)
        messages.success(request, _("Kontoen er lukket."))
        return redirect("people")
    return render(request, "accounts/close_account.html", {"person": shown})


def _form_page(
    request: HttpRequest, form: Form, take_step: Callable[[dict[str, Any]], HttpResponse], **context: Any
) -> HttpResponse:
    """The form; on POST the step, or why it was refused with what was typed kept."""
    if form.is_bound and form.is_valid():
        try:
            return take_step(form.cleaned_data)
        except NotGiven as refused:
            form.add_error(None, str(refused))
    return render(request, "accounts/role_form.html", {"form": form, **context}, status=422 if form.is_bound else 200)


def _person(request: HttpRequest, pk: int) -> User:
    may(request.user, "people").require()
    return get_object_or_404(within_reach(request.user), pk=pk)


def _membership(request: HttpRequest, pk: int) -> Membership:
    """A role of one's own, of one's substitute, or of somebody within reach; Http404 for any other."""
    found = get_object_or_404(_memberships().select_related("user"), pk=pk)
    stands_for = found.substitute_for
    own = request.user.pk in (found.user_id, stands_for.user_id if stands_for else None)
    if own or (may(request.user, "people") and within_reach(request.user).filter(pk=found.user_id).exists()):
        return found
    raise Http404
