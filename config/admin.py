"""The Django configuration of the administration site: our own site instead of Django's."""

from django.contrib.admin.apps import AdminConfig


class PuljeforslagAdminConfig(AdminConfig):
    default_site = "config.admin_site.PuljeforslagAdminSite"
