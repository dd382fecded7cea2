"""Forms of every field type, rendered through the pack, with the rules checked that hold for all of its markup."""

import re

from django import forms
from django.template import Context, Template
from lxml import html

CHOICES = [("service", "Service"), ("anlaeg", "Anlæg")]
GROUPED = [("Drift", CHOICES), ("finans", "Finansposter")]

# Every field and widget of Django's that a page may use, each with a value that it refuses when it is required.
FIELDS = {
    "text": lambda **k: forms.CharField(**k),
    "textarea": lambda **k: forms.CharField(widget=forms.Textarea, **k),
    "password": lambda **k: forms.CharField(widget=forms.PasswordInput, **k),
    "email": lambda **k: forms.EmailField(**k),
    "url": lambda **k: forms.URLField(assume_scheme="https", **k),
    "slug": lambda **k: forms.SlugField(**k),
    "uuid": lambda **k: forms.UUIDField(**k),
    "json": lambda **k: forms.JSONField(**k),
    "regex": lambda **k: forms.RegexField(r"\d+", **k),
    "integer": lambda **k: forms.IntegerField(**k),
    "decimal": lambda **k: forms.DecimalField(**k),
    "float": lambda **k: forms.FloatField(**k),
    "duration": lambda **k: forms.DurationField(**k),
    "address": lambda **k: forms.GenericIPAddressField(**k),
    "date": lambda **k: forms.DateField(**k),
    "date_parts": lambda **k: forms.DateField(widget=forms.SelectDateWidget, **k),
    "time": lambda **k: forms.TimeField(**k),
    "datetime": lambda **k: forms.DateTimeField(**k),
    "split": lambda **k: forms.SplitDateTimeField(**k),
    "checkbox": lambda **k: forms.BooleanField(**k),
    "null_boolean": lambda **k: forms.TypedChoiceField(choices=CHOICES, **k),
    "select": lambda **k: forms.ChoiceField(choices=GROUPED, **k),
    "radio": lambda **k: forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, **k),
    "multiple": lambda **k: forms.MultipleChoiceField(choices=CHOICES, **k),
    "checkboxes": lambda **k: forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple, **k),
    "file": lambda **k: forms.FileField(**k),
    "image_like": lambda **k: forms.FileField(widget=forms.FileInput, **k),
}
GROUPS = {"date_parts", "split", "radio", "checkboxes"}


def form_of(kind: str, *, bound: bool, files=None, **options) -> forms.Form:
    field = FIELDS[kind](label="Effekt", **options)
    form_class = type("EffectForm", (forms.Form,), {"effect": field})
    return form_class({}, files) if bound else form_class()


def render(form, source: str = "{% crispy form %}", **context):
    """The rendered source as an lxml element, with the rules checked that hold for everything the pack renders."""
    text = Template("{% load crispy_forms_tags dkfds %}" + source).render(Context({"form": form, **context}))
    root = html.fromstring(f"<div>{text}</div>")
    assert_sound(root)
    return root


def assert_sound(root) -> None:
    assert not root.xpath("//*[@required or @style]")
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert "*" not in root.text_content()
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    pointed_at = [part for value in root.xpath("//@aria-describedby") for part in value.split()]
    assert set(pointed_at) | set(root.xpath("//label/@for")) <= set(ids)
    for control in root.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        labels = root.xpath("//label[@for=$id]", id=control.get("id"))
        assert len(labels) == 1, html.tostring(control)
        assert labels[0].text_content().strip()
    for form in root.xpath("//form[.//input[not(@type='hidden')] or .//select or .//textarea]"):
        assert "novalidate" in form.attrib


def words(element) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def described(root, element) -> list[str]:
    """What is read aloud after the name of the element, in order."""
    ids = (element.get("aria-describedby") or "").split()
    return [words(root.get_element_by_id(identifier)) for identifier in ids]
