"""The administration site, with a Danish heading."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PuljeforslagAdminConfig(AdminConfig):
    default_site = "config.admin.PuljeforslagAdminSite"


class PuljeforslagAdminSite(admin.AdminSite):
    site_header = _("Puljeforslag – administration")
    site_title = _("Puljeforslag")
    index_title = _("Opsætning")
