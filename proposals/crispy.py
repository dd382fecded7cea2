"""Layout objects of our own for crispy forms in the dkfds pack: sections, hints and the buttons that save."""

from crispy_forms import layout
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

# Name of the two save buttons, and the value that asks for the next page afterwards.
AFTER_SAVE = "after_save"
CONTINUE = "continue"


class Fieldset(layout.Fieldset):
    """Fields that answer one question together, under a legend and with a hint (plain text) for them all."""

    def __init__(self, legend, *fields, hint="", **kwargs):
        super().__init__(legend, *fields, **kwargs)
        self.hint = hint


class Section(layout.LayoutObject):
    """A part of a long form under a level 2 heading; heading and hint are plain text."""

    template = "%s/layout/section.html"

    def __init__(self, heading, *fields, hint="", css_id=None):
        self.heading = heading
        self.fields = list(fields)
        self.hint = hint
        self.css_id = css_id

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.get_template_name(template_pack), {"section": self, "fields": fields})


class Hint(layout.TemplateNameMixin):
    """Guidance between fields that belongs to none of them; plain text."""

    template = "%s/layout/hint.html"

    def __init__(self, text):
        self.text = text

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        return render_to_string(self.get_template_name(template_pack), {"hint": self})


class SaveButtons(layout.TemplateNameMixin):
    """ "Gem og fortsæt" and "Gem"; the one pressed is sent as `after_save`, the first with the value `continue`.

    `cancel_url` adds a link back that saves nothing.
    """

    template = "%s/layout/save_buttons.html"
    name = AFTER_SAVE
    continue_value = CONTINUE

    def __init__(self, save_and_continue="", save="", cancel_url=""):
        self.save_and_continue = save_and_continue or _("Gem og fortsæt")
        self.save = save or _("Gem")
        self.cancel_url = cancel_url

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        return render_to_string(self.get_template_name(template_pack), {"buttons": self})
