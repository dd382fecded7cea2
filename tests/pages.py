"""Reading a page as a browser would: its form's fields, headings and cells."""

from django.test.client import Client
from lxml import html


def fields(page: bytes, form: str = "section-form") -> dict[str, list[str]]:
    """What the form would send if a person pressed save, ready for `Client.post`."""
    root = html.fromstring(page.decode())
    values: dict[str, list[str]] = {}
    form_element = root.get_element_by_id(form)
    for textarea in form_element.iter("textarea"):
        # The line break after the tag is no part of the value.
        textarea.text = (textarea.text or "").removeprefix("\r").removeprefix("\n")
    for name, value in form_element.form_values():
        if name != "csrfmiddlewaretoken":
            # A browser sends line breaks as CR LF.
            values.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\n", "\r\n"))
    return values


def form_of(client: Client, address: str) -> dict[str, list[str]]:
    """The fields of the section page at the address."""
    return fields(client.get(address).content)


def texts(page: bytes, path: str) -> list[str]:
    """The words of every element that the XPath finds."""
    found = html.fromstring(page.decode()).xpath(path)
    return [" ".join(element.text_content().split()) for element in found]
