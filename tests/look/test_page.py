"""The page around the content: language, title, problems, navigation, and static files that are all there."""

import json
import re

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from lxml import etree, html

from tests.look.rendering import assert_sound, words


class Title(forms.Form):
    title = forms.CharField(label="Titel")


class Memberships(list):
    def current(self):
        return self

    def select_related(self, *names):
        return self


class Person:
    pk = 7
    is_authenticated = True
    # Without rights, which the menu asks for.
    is_active = False
    is_staff = False
    memberships = Memberships(["Skribent, SUF", "Læser"])

    def __str__(self):
        return "Skribent i SUF"


PAGE = """{% extends "base.html" %}{% load crispy_forms_tags %}
{% block title %}Stamoplysninger{% endblock %}
{% block breadcrumbs %}
{% include "components/breadcrumb.html" with label="Runder" url="/runder/" first=True %}
{% endblock %}
{% block content %}<h1>Stamoplysninger</h1>{% if form %}{% crispy form %}{% endif %}{% endblock %}"""


def page(user=None, address="/runder/3/", **context):
    request = RequestFactory().get(address)
    text = (
        engines["django"]
        .from_string(PAGE)
        .render({"user": user or AnonymousUser(), "unread_messages": 0, **context}, request)
    )
    assert text.lstrip().startswith("<!doctype html>")
    root = html.document_fromstring(text)
    assert_sound(root.body)
    assert not [script for script in root.iter("script") if not script.get("src")]
    assert not list(root.iter("style"))
    return root


def test_the_page_says_its_language_and_title():
    root = page()
    assert root.get("lang") == "da"
    assert root.findtext(".//title") == "Stamoplysninger – Puljeforslag"
    with translation.override("en"):
        assert page().get("lang") == "en"


def test_the_skip_link_leads_to_the_content():
    root = page()
    first = next(root.body.iter("a"))
    assert first.get("href") == "#main-content"
    assert root.get_element_by_id("main-content").tag == "main"


def test_problems_come_first_in_the_title_and_above_the_heading():
    root = page(form=Title({}))
    assert root.findtext(".//title") == "Fejl: Stamoplysninger – Puljeforslag"
    main = root.get_element_by_id("main-content")
    assert [element.tag for element in main] == ["div", "h1", "form"]
    assert len(root.xpath("//*[@data-error-summary]")) == 1


def test_who_is_signed_in_and_as_what():
    root = page(user=Person())
    assert words(root.find_class("site-user")[0]) == "Skribent i SUF Skribent, SUF · Læser"
    assert root.xpath("//form[@action='/ud/']/@method") == ["post"]
    assert not page().find_class("site-user")


def test_the_navigation_marks_where_one_is():
    links = page(user=Person()).xpath("//header//nav//a")
    assert [(link.get("href"), link.get("aria-current")) for link in links] == [("/", None), ("/runder/", "true")]
    person = Person()
    person.is_staff = True
    links = page(user=person, address="/").xpath("//header//nav//a")
    assert [words(link) for link in links] == ["Forside", "Runder", "Stamdata"]
    assert links[0].get("aria-current") == "page"


def test_the_language_switch_offers_the_other_language():
    button = page().xpath("//form[@action='/sprog/setlang/']//button")[0]
    assert (button.get("value"), words(button)) == ("en", "English")


def test_every_static_file_that_is_named_is_there(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.ManifestStorage"}}
    call_command("collectstatic", "--noinput", verbosity=0)
    named = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert {
        "dkfds/css/dkfds-virkdk.min.css",
        "dkfds/img/all-svg-icons.svg",
        "dkfds/fonts/IBMPlexSans/complete/ttf/IBMPlexSans-Regular.ttf",
        "css/puljeforslag.css",
        "js/error-summary.js",
    } <= set(named)


def test_every_icon_that_is_named_is_in_the_sprite(settings):
    sprite = finders.find("dkfds/img/all-svg-icons.svg")
    symbols = set(etree.parse(sprite).xpath("//*[local-name()='symbol']/@id"))
    sources = "".join(file.read_text() for file in (settings.BASE_DIR / "templates").rglob("*.html"))
    named = set(re.findall(r"""{% icon ["']([\w-]+)["']""", sources))
    assert named
    assert named <= symbols
    rendered = engines["django"].from_string('{% load dkfds %}{% icon "error" "Fejl" %}').render()
    assert words(html.fromstring(rendered)) == ""
    assert html.fromstring(rendered).xpath("string(//use/@href)").endswith("all-svg-icons.svg#error")
