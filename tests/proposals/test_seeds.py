"""The organisation and the templates are sown once, and what people changed is kept."""

import pytest

from proposals import seeds
from proposals.models import Administration, Committee, HearingBody, Template, TemplateSection, Unit

pytestmark = pytest.mark.usefixtures("organisation")
MODELS = (Committee, Administration, Unit, HearingBody, Template, TemplateSection)


def test_every_shipped_template_is_there_as_it_is_written():
    sown = {(row.code, row.type): row.spec() for row in Template.objects.all()}
    assert sown == {(spec.code, spec.type): spec for spec in seeds.shipped_templates()}
    assert {code for code, _ in sown} == {"2023", "2025", "2026"}


def test_seven_administrations_each_report_to_a_committee():
    assert list(Administration.objects.values_list("code", "committee__code")) == [
        ("ØKF", "ØU"),
        ("KFF", "KFU"),
        ("BUF", "BUU"),
        ("SUF", "SOU"),
        ("SOF", "SUD"),
        ("TMF", "TMU"),
        ("BIF", "BIU"),
    ]


def test_sowing_again_changes_nothing():
    before = [list(model.objects.order_by("pk").values()) for model in MODELS]
    seeds.sow()
    assert [list(model.objects.order_by("pk").values()) for model in MODELS] == before


def test_what_people_changed_is_kept():
    HearingBody.objects.filter(code="hr_kredsen").update(name="HR-forum")
    seeds.sow()
    assert HearingBody.objects.get(code="hr_kredsen").name == "HR-forum"


def test_what_is_missing_is_sown_again():
    Unit.objects.filter(code="KS").delete()
    seeds.sow()
    assert Unit.objects.get(code="KS").committee.code == "ØU"
