"""What makes, orders and ends something of the appendix asks the policy itself: no page or task comes past it."""

import pytest
from django.core.exceptions import PermissionDenied

from appendix.editions import create_edition
from appendix.errata import order_files
from appendix.jobs import cancel
from appendix.models import Edition, Errata, Job
from appendix.package import order_package
from appendix.publishing import NotPublished, publish, unpublish
from reviews.models import Event

from .cases import add_proposal

pytestmark = pytest.mark.django_db

WAYS = {
    "freeze": lambda round, old, new, job, by: create_edition(round, by),
    "errata": lambda round, old, new, job, by: order_files(old, new, ["json"], by),
    "package": lambda round, old, new, job, by: order_package(new, by),
    "cancel": lambda round, old, new, job, by: cancel(job.pk, by),
    "publish": lambda round, old, new, job, by: publish(new, by),
    "unpublish": lambda round, old, new, job, by: unpublish(new, by),
}


@pytest.mark.parametrize("role", ["administrator", "signer", "secretary", "reader", "body_member"])
@pytest.mark.parametrize("way", WAYS)
def test_nobody_but_cfo(make_round, make_user, role, way):
    round, cfo = make_round(), make_user("cfo_caseworker")
    add_proposal(round, number="BC01")
    old, new = (create_edition(round, cfo, final=True) for _number in range(2))
    job = Job.objects.create(edition=new, formats=["pdf"])

    def stored():
        return [list(model.objects.order_by("pk").values()) for model in (Edition, Errata, Job, Event)]

    before = stored()
    with pytest.raises((PermissionDenied, NotPublished), match="Kun CFØ"):
        WAYS[way](round, old, new, job, make_user(role))
    assert stored() == before
