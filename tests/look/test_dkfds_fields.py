"""The form pack: every kind of field is labelled, described and marked, and its problems are listed above the form."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.look.rendering import CHOICES, FIELDS, GROUPS, described, form_of, render, words


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("bound", [False, True], ids=["empty", "refused"])
@pytest.mark.parametrize("hint", ["", "Kun varige ændringer."], ids=["bare", "hint"])
def test_a_required_field_says_what_it_is_and_what_is_wrong(kind, bound, hint):
    form = form_of(kind, bound=bound, help_text=hint)
    root = render(form)
    group = root.get_element_by_id("div_id_effect")
    holder = group.find("fieldset") if kind in GROUPS else root.get_element_by_id("id_effect")
    name = group.find("fieldset/legend") if kind in GROUPS else root.xpath("//label[@for='id_effect']")[0]

    messages = [f"Fejl: {message}" for message in form["effect"].errors]
    assert words(name) == "Effekt"
    assert described(root, holder) == [hint] * bool(hint) + ([" ".join(messages)] if messages else [])
    assert ("form-error" in group.get("class").split()) is bound
    assert bool(root.xpath("//*[@aria-invalid='true']")) is bound
    assert bool(messages) is bound


@pytest.mark.parametrize("kind", FIELDS)
def test_an_optional_field_is_marked_in_words(kind):
    root = render(form_of(kind, bound=True, required=False))
    name = root.xpath("//legend | //label[@for='id_effect']")[0]
    assert words(name) == ("Effekt" if kind == "checkbox" else "Effekt (valgfri)")
    assert not root.xpath("//*[@aria-invalid]")


@pytest.mark.parametrize("kind", sorted(set(FIELDS) - GROUPS))
def test_a_locked_field_is_disabled_and_not_called_optional(kind):
    root = render(form_of(kind, bound=False, required=False, disabled=True))
    assert root.get_element_by_id("id_effect").get("disabled") is not None
    assert "valgfri" not in words(root)


@pytest.mark.parametrize(
    ("kind", "css_class"),
    [
        ("text", "form-input"),
        ("textarea", "form-input"),
        ("select", "form-select"),
        ("multiple", "form-input form-select-multiple"),
        ("checkbox", "form-checkbox"),
    ],
)
def test_a_control_has_the_design_systems_class(kind, css_class):
    assert render(form_of(kind, bound=False)).get_element_by_id("id_effect").get("class") == css_class


@pytest.mark.parametrize(("kind", "what"), [("radio", "radio"), ("checkboxes", "checkbox")])
def test_choices_stand_before_their_labels(kind, what):
    root = render(form_of(kind, bound=False))
    rows = root.xpath(f"//fieldset/div[@class='form-group-{what}']")
    assert [[child.tag for child in row] for row in rows] == [["input", "label"]] * 2
    assert [row[0].get("class") for row in rows] == [f"form-{what}"] * 2
    assert [(row[0].get("value"), words(row[1])) for row in rows] == CHOICES


def test_what_was_chosen_and_typed_is_kept():
    class Kept(forms.Form):
        area = FIELDS["radio"]()
        areas = FIELDS["checkboxes"]()
        amount = forms.IntegerField(min_value=1, max_value=9, step_size=2)

    root = render(Kept({"area": "anlaeg", "areas": ["service", "?"], "amount": "1,5 & <b>"}))
    assert root.xpath("//input[@checked]/@id") == ["id_area_1", "id_areas_0"]
    amount = root.get_element_by_id("id_amount")
    assert (amount.get("type"), amount.get("value")) == ("text", "1,5 & <b>")


def test_the_parts_of_a_date_have_names_of_their_own():
    root = render(form_of("date_parts", bound=False))
    assert [words(label) for label in root.xpath("//label")] == ["Dag", "Måned", "År"]
    assert {select.get("class") for select in root.xpath("//select")} == {"form-select"}
    root = render(form_of("split", bound=False))
    assert [words(label) for label in root.xpath("//label")] == ["Dato", "Klokkeslæt"]


def test_a_file_that_is_there_is_named_and_can_be_removed():
    class Stored:
        url = "/vedhaeftninger/7"

        def __str__(self):
            return "model.xlsx"

    class Attachment(forms.Form):
        model = forms.FileField(label="Beregningsmodel", required=False, initial=Stored())

    root = render(Attachment())
    assert root.find(".//form").get("enctype") == "multipart/form-data"
    assert [(link.get("href"), words(link)) for link in root.xpath("//a")] == [("/vedhaeftninger/7", "model.xlsx")]
    assert root.xpath("//input[@type='checkbox']/@name") == ["model-clear"]


def test_a_pages_own_description_and_class_are_kept():
    class Amount(forms.Form):
        amount = forms.CharField(
            help_text="Hele tal.", widget=forms.TextInput(attrs={"class": "amount", "aria-describedby": "sign"})
        )

    root = render(Amount(), "<p id='sign'>Besparelser med minus.</p>{% crispy form %}")
    control = root.get_element_by_id("id_amount")
    assert control.get("class") == "form-input amount"
    assert described(root, control) == ["Besparelser med minus.", "Hele tal."]


def test_hidden_fields_have_no_frame():
    class WithVersion(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    root = render(WithVersion())
    assert root.xpath("//form/input[@type='hidden']/@value") == ["3"]
    assert not root.xpath("//div[@class='form-group']")


# The error summary


class Facts(forms.Form):
    title = forms.CharField(label="Titel")
    kind = forms.ChoiceField(label="Hvilken type?", choices=CHOICES, widget=forms.RadioSelect)
    decided = forms.SplitDateTimeField(label="Vedtaget")
    version = forms.IntegerField(label="Udgave", widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Forslaget berører kun én forvaltning.")


def test_the_summary_links_every_problem_to_its_first_control():
    root = render(Facts({}))
    summary = root.xpath("//*[@data-error-summary]")[0]
    required = "Dette felt er påkrævet."
    assert summary.get("tabindex") == "-1"
    assert words(summary.find(".//h2")) == "Der er problemer"
    assert [(words(item), item.xpath("string(a/@href)")) for item in summary.iter("li")] == [
        ("Forslaget berører kun én forvaltning.", ""),
        (f"Titel: {required}", "#id_title"),
        (f"Hvilken type: {required}", "#id_kind_0"),
        (f"Vedtaget: {required}", "#id_decided_0"),
        (f"Udgave: {required}", ""),
    ]
    assert {href[1:] for href in summary.xpath(".//a/@href")} <= set(root.xpath("//@id"))


@pytest.mark.parametrize("form", [Facts(), form_of("text", bound=True, required=False)])
def test_without_problems_there_is_no_summary(form):
    assert not render(form).xpath("//*[@data-error-summary]")


def test_a_page_that_lists_the_problems_has_one_summary():
    source = """{% page_problems as page_problems %}
    {% include "dkfds/error_summary.html" with problems=page_problems %}{% crispy form %}"""
    assert len(render(Facts({}), source).xpath("//*[@data-error-summary]")) == 1


def test_a_page_lists_the_problems_of_all_its_forms_once():
    source = "{% page_problems as found %}{% for problem in found %}{{ problem.message }}|{% endfor %}"
    first, second = form_of("text", bound=True), form_of("integer", bound=True)
    root = render(first, source, forms=[first, second])
    assert words(root).count("Effekt: Dette felt er påkrævet.|") == 2


def test_errors_can_be_asked_for_by_themselves():
    root = render(Facts({}), "{{ form|as_crispy_errors }}")
    assert len(root.xpath("//*[@data-error-summary]//li")) == 5


def test_a_refused_file_is_answered_at_the_field():
    empty = SimpleUploadedFile("tom.xlsx", b"")
    root = render(form_of("file", bound=True, files={"effect": empty}))
    control = root.get_element_by_id("id_effect")
    assert described(root, control) == ["Fejl: Den indsendte fil er tom."]
