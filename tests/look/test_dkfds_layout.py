"""The form pack: layout objects, ours and crispy's, buttons and formsets."""

import pytest
from crispy_forms.bootstrap import (
    Accordion,
    AccordionGroup,
    Alert,
    AppendedText,
    FieldWithButtons,
    FormActions,
    InlineCheckboxes,
    InlineField,
    InlineRadios,
    PrependedText,
    StrictButton,
    UneditableField,
)
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Button, Column, Div, Field, Layout, MultiField, Reset, Row, Submit
from django import forms
from django.forms import formset_factory

from proposals.crispy import AFTER_SAVE, CONTINUE, Fieldset, Hint, SaveButtons, Section
from tests.look.rendering import described, form_of, render, words

# Layout objects


def laid_out(form, *layout, **context):
    form.helper = FormHelper()
    form.helper.layout = Layout(*layout)
    return render(form, **context)


def test_our_layout_objects():
    root = laid_out(
        form_of("text", bound=False),
        Section("Økonomi", Fieldset("Effekten", "effect", hint="I 1.000 kr."), hint="Kort.", css_id="economy"),
        Hint("Besparelser <med> minus."),
        SaveButtons(cancel_url="/tilbage"),
    )
    assert words(root.find(".//section/h2")) == "Økonomi"
    assert root.find(".//section").get("id") == "economy"
    assert words(root.find(".//fieldset/legend")) == "Effekten"
    assert [words(hint) for hint in root.find_class("form-hint")] == ["Kort.", "I 1.000 kr."]
    assert words(root.find_class("form-note")[0]) == "Besparelser <med> minus."
    buttons = [(b.get("name"), b.get("value"), words(b)) for b in root.xpath("//button")]
    assert buttons == [(AFTER_SAVE, CONTINUE, "Gem og fortsæt"), (AFTER_SAVE, "stay", "Gem")]
    assert [(a.get("href"), words(a)) for a in root.xpath("//a")] == [("/tilbage", "Annuller")]


def test_crispys_layout_objects():
    class Two(forms.Form):
        first = forms.CharField()
        second = forms.CharField()

    root = laid_out(Two(), Div(Row(Column("first"), css_class="tight")), MultiField("Flere", "second"), HTML("<hr>"))
    assert root.xpath("//div[@class='form-row tight']/div[@class='form-column']//input/@name") == ["first"]
    assert words(root.xpath("//fieldset/legend")[0]) == "Flere"
    root = laid_out(Two(), Accordion(AccordionGroup("Flere valg", Field("first", wrapper_class="narrow"))))
    assert words(root.find(".//details/summary")) == "Flere valg"
    assert "narrow" in root.get_element_by_id("div_id_first").get("class").split()
    root = laid_out(Two(), Alert("Vær opmærksom"), InlineField("first"), UneditableField("second"))
    assert "sr-only" in root.xpath("//label[@for='id_first']/@class")[0]
    root = laid_out(Two(), FieldWithButtons("first", StrictButton("Søg", css_class="button button-secondary")))
    assert words(root.find_class("form-with-buttons")[0]) == "Søg"


@pytest.mark.parametrize(("kind", "layout"), [("radio", InlineRadios), ("checkboxes", InlineCheckboxes)])
def test_choices_on_one_line(kind, layout):
    root = laid_out(form_of(kind, bound=True), layout("effect"))
    assert len(root.find_class("form-choices-inline")[0]) == 2


@pytest.mark.parametrize("layout", [AppendedText("effect", "1.000 kr."), PrependedText("effect", "1.000 kr.")])
def test_a_unit_is_read_with_the_field(layout):
    root = laid_out(form_of("text", bound=False, help_text="Hele tal."), layout)
    assert described(root, root.get_element_by_id("id_effect")) == ["1.000 kr.", "Hele tal."]


def test_buttons_are_the_design_systems():
    root = laid_out(
        form_of("text", bound=False),
        FormActions(
            Submit("send", "Indsend"),
            Button("more", "Tilføj"),
            Reset("reset", "Fortryd"),
            Submit("withdraw", "Træk tilbage", css_class="button-warning"),
        ),
    )
    assert [(b.get("type"), b.get("class"), words(b)) for b in root.xpath("//button")] == [
        ("submit", "button button-primary", "Indsend"),
        ("button", "button button-secondary", "Tilføj"),
        ("reset", "button button-secondary", "Fortryd"),
        ("submit", "button button-warning", "Træk tilbage"),
    ]


def test_the_forms_own_attributes():
    form = form_of("text", bound=False)
    form.helper = FormHelper()
    form.helper.form_method, form.helper.form_id, form.helper.attrs = "get", "search", {"data_autosave": "/gem"}
    form.helper.add_input(Submit("show", "Vis"))
    element = render(form, csrf_token="secret").find(".//form")
    assert dict(element.attrib) == {"method": "get", "id": "search", "data-autosave": "/gem", "novalidate": ""}
    assert not element.xpath(".//input[@name='csrfmiddlewaretoken']")
    form.helper.form_method = "post"
    root = render(form, csrf_token="secret")
    assert root.xpath("//input[@name='csrfmiddlewaretoken']/@value") == ["secret"]
    form.helper.form_tag = False
    assert not render(form).xpath("//form")


def test_hidden_labels_are_still_read():
    form = form_of("text", bound=False)
    form.helper = FormHelper()
    form.helper.form_show_labels = False
    assert render(form).xpath("//label/@class") == ["form-label sr-only"]


# Formsets


class Risk(forms.Form):
    text = forms.CharField(label="Risiko", help_text="Kort.")
    score = forms.IntegerField(label="Score", required=False)
    row = forms.CharField(widget=forms.HiddenInput, required=False)


Risks = formset_factory(Risk, extra=0, can_delete=True)
POSTED = {
    "form-TOTAL_FORMS": "2",
    "form-INITIAL_FORMS": "0",
    "form-0-text": "Udbuddet trækker ud",
    "form-0-score": "9",
    "form-1-text": "",
    "form-1-score": "høj",
}


def formset_root(helper=None, data=POSTED):
    formset = Risks(data)
    return render(
        None, "{% crispy formset helper %}", formset=formset, helper=FormHelper() if helper is None else helper
    )


def test_a_formset_names_its_forms_and_lists_their_problems():
    root = formset_root()
    assert root.xpath("//input[@name='form-TOTAL_FORMS']/@value") == ["2"]
    assert len(root.find_class("formset-form")) == 2
    assert [words(item) for item in root.xpath("//*[@data-error-summary]//li")] == [
        "Risiko, række 2: Dette felt er påkrævet.",
        "Score, række 2: Indtast et heltal.",
    ]


def test_a_formset_with_a_layout():
    helper = FormHelper()
    helper.layout = Layout(Row("text", "score"), "DELETE")
    root = formset_root(helper)
    assert len(root.find_class("form-row")) == 2
    assert root.xpath("//input[@type='hidden']/@name")[-1] == "form-1-row"


def test_a_formset_as_a_table():
    helper = FormHelper()
    helper.template = "dkfds/table_inline_formset.html"
    helper.caption = "Risici"
    root = formset_root(helper)
    assert words(root.find(".//caption")) == "Risici"
    assert [words(heading) for heading in root.xpath("//th[@scope='col']")] == [
        "RisikoKort.",
        "Score (valgfri)",
        "Slet",
    ]
    assert [words(label) for label in root.xpath("//tbody/tr[2]//label")] == [
        "Risiko, række 2",
        "Score, række 2 (valgfri)",
        "Slet, række 2",
    ]
    assert root.get_element_by_id("id_form-1-score").get("value") == "høj"
    assert root.xpath("//div[@class='table-scroll']/@tabindex") == ["0"]
    empty = root.xpath("//template[@data-formset-empty='form']//input/@name")
    assert "form-__prefix__-text" in empty


def test_the_short_filters():
    root = render(form_of("text", bound=True), "{{ form|crispy }}")
    assert not root.xpath("//form")
    assert words(root.find_class("form-error-message")[0]) == "Fejl: Dette felt er påkrævet."
    root = render(form_of("text", bound=False), "{{ form.effect|as_crispy_field }}")
    assert root.get_element_by_id("div_id_effect") is not None
    root = render(None, "{{ formset|crispy }}", formset=Risks(POSTED))
    assert len(root.find_class("formset-form")) == 2
