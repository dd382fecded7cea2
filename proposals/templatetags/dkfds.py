"""Template tags of the form pack: which markup a field gets, how its parts are tied together, a page's problems."""

from dataclasses import dataclass

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()

ICONS = "dkfds/img/all-svg-icons.svg"

# First match counts: a subclass stands before the class it inherits from.
FIELD_TEMPLATES = (
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.SelectMultiple, "select"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.MultiWidget, "parts"),
    (forms.SelectDateWidget, "parts"),
    (forms.Textarea, "input"),
)


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: the words, and the id of the control they are about ("" where there is none)."""

    message: str
    target: str


@register.filter
def field_template(field: BoundField) -> str:
    """Path of the template in the pack that renders the field."""
    if field.is_hidden:
        return "dkfds/fields/hidden.html"
    widget = field.field.widget
    kind = next((name for cls, name in FIELD_TEMPLATES if isinstance(widget, cls)), "input")
    return f"dkfds/fields/{kind}.html"


@register.filter
def optional_mark(field: BoundField) -> str:
    """What follows the label of a field that may be left empty; a single checkbox and a locked field carry no mark."""
    if field.field.required or field.field.disabled or isinstance(field.field.widget, forms.CheckboxInput):
        return ""
    return " " + _("(valgfri)")


def described_by(field: BoundField, *more: str) -> str:
    """Ids of what describes the field: the page's own, its hint and its errors; "" where there is nothing."""
    ids = [field.field.widget.attrs.get("aria-describedby", ""), *more]
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(filter(None, ids))


def _attributes(field: BoundField, css_class: str, more: str = "") -> dict:
    # The browser's own validation speaks another language and hides our errors, so it is left off for the form.
    field.form.use_required_attribute = False
    widget = field.field.widget
    own_class = widget.attrs.get("class", "")
    attributes = {"id": field.id_for_label or field.auto_id, "class": " ".join(filter(None, [css_class, own_class]))}
    if description := described_by(field, more):
        attributes["aria-describedby"] = description
    if isinstance(widget, forms.NumberInput):
        # A browser's number field throws away what it cannot read; a text field keeps what was typed.
        widget.input_type = "text"
        attributes |= {"min": False, "max": False, "step": False}
    return attributes


@register.simple_tag
def field_widget(field: BoundField, css_class: str, more: str = "") -> str:
    """The field's control with the pack's class, its descriptions (`more`: further ids) and no `required`."""
    return field.as_widget(attrs=_attributes(field, css_class, more))


@register.simple_tag
def field_description(field: BoundField) -> str:
    """aria-describedby of a fieldset, as an attribute, or nothing."""
    ids = described_by(field)
    return format_html(' aria-describedby="{}"', ids) if ids else ""


@register.simple_tag
def field_options(field: BoundField) -> list:
    """The radio buttons or checkboxes of a field, each with `data`, `id_for_label` and `choice_label`."""
    field.form.use_required_attribute = False
    return field.subwidgets


@register.simple_tag
def field_context(field: BoundField, css_class: str = "") -> dict:
    """What the field's widget would give its own template: for controls whose markup the pack writes itself."""
    attributes = field.build_widget_attrs(_attributes(field, css_class))
    return field.field.widget.get_context(field.html_name, field.value(), attributes)["widget"]


@register.simple_tag
def field_parts(field: BoundField) -> list[dict]:
    """The controls of a field that has several (date and time, day, month and year): `label`, `id`, `html` of each."""
    field.form.use_required_attribute = False
    attributes = field.build_widget_attrs({"id": field.auto_id})
    subwidgets = field.field.widget.get_context(field.html_name, field.value(), attributes)["widget"]["subwidgets"]
    return [_part(field, number, subwidget) for number, subwidget in enumerate(subwidgets)]


def _part(field: BoundField, number: int, subwidget: dict) -> dict:
    subwidget["attrs"]["class"] = "form-select" if "optgroups" in subwidget else "form-input"
    html = field.form.renderer.render(subwidget["template_name"], {"widget": subwidget})
    return {
        "label": _part_label(field, number, subwidget["name"]),
        "id": subwidget["attrs"]["id"],
        "html": mark_safe(html),  # noqa: S308 - the widget's own template has escaped it
    }


def _part_label(field: BoundField, number: int, name: str) -> str:
    if isinstance(field.field.widget, forms.SelectDateWidget):
        return {"day": _("Dag"), "month": _("Måned"), "year": _("År")}[name.rsplit("_", 1)[1]]
    if isinstance(field.field.widget, forms.SplitDateTimeWidget):
        return (_("Dato"), _("Klokkeslæt"))[number]
    return f"{field.label} {number + 1}"


@register.filter
def button_classes(button) -> str:
    """Classes of a crispy button: primary for submit, else secondary, unless the layout names a variant.

    crispy gives its buttons Bootstrap's classes; they are dropped.
    """
    own = [name for name in button.field_classes.split() if name != "btn" and not name.startswith("btn-")]
    if not any(name.startswith("button-") for name in own):
        own.insert(0, "button-primary" if button.input_type == "submit" else "button-secondary")
    return " ".join(["button", *own])


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> str:
    """An icon of the design system's sprite; decoration unless it has a label of its own."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon-svg{}" focusable="false" {}><use href="{}#{}"></use></svg>',
        f" {css_class}" if css_class else "",
        role,
        static(ICONS),
        name,
    )


@register.simple_tag(takes_context=True)
def page_problems(context) -> list[Problem]:
    """The problems of every form on the page: those the view calls `form` and `formset`, and the list `forms`."""
    named = [context.get("form"), context.get("formset"), *(context.get("forms") or [])]
    unique = {id(form): form for form in named if isinstance(form, forms.BaseForm | BaseFormSet)}
    return [problem for form in unique.values() for problem in problems(form)]


@register.filter
def problems(form: forms.BaseForm | BaseFormSet) -> list[Problem]:
    """The problems of a form or formset, those of the whole first, then by field in the form's order."""
    if not form.is_bound:
        return []
    if isinstance(form, BaseFormSet):
        whole = [Problem(message, "") for message in form.non_form_errors()]
        rows = enumerate(form.forms, start=1)
        return whole + [problem for number, row in rows for problem in _form_problems(row, _row_name(number))]
    return _form_problems(form)


def _row_name(number: int) -> str:
    return _("række %(number)s") % {"number": number}


def _form_problems(form: forms.BaseForm, row: str = "") -> list[Problem]:
    whole = [Problem(f"{row.capitalize()}: {message}" if row else message, "") for message in form.non_field_errors()]
    return whole + [_problem(form[name], message, row) for name in form.fields for message in form[name].errors]


def _problem(field: BoundField, message: str, row: str) -> Problem:
    # The words at a field need not name it; a line in the summary must.
    name = ", ".join(filter(None, [str(field.label).rstrip(":?"), row]))
    return Problem(f"{name}: {message}", "" if field.is_hidden else _first_control(field))


def _first_control(field: BoundField) -> str:
    template_name = field_template(field)
    if template_name.endswith("choices.html"):
        return next((option.id_for_label for option in field_options(field)), "")
    if template_name.endswith("parts.html"):
        return field_parts(field)[0]["id"]
    return field.id_for_label


@register.filter
def paired(columns: list, cells: list) -> list[tuple]:
    """Columns and the cells of a row, side by side; a row of another length is an error of the page."""
    return list(zip(columns, cells, strict=True))
