"""The administration site, with a Danish heading, our own sign-in and rights from memberships."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PuljeforslagAdminSite(admin.AdminSite):
    site_header = gettext_lazy("Puljeforslag – administration")
    site_title = gettext_lazy("Puljeforslag")
    index_title = gettext_lazy("Stamdata")

    def has_permission(self, request: HttpRequest) -> bool:
        from accounts.policy import may  # not loaded yet when this module is

        return super().has_permission(request) or any(
            may(request.user, action) for action in ("administer_people", "set_up_round")
        )

    @login_not_required
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        # One way in, with its limits on attempts.
        if request.user.is_authenticated:
            raise PermissionDenied(_("Administrationen er for administratorer og CFØ."))
        return redirect_to_login(request.GET.get("next", request.path.removesuffix("login/")))
