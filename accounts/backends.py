"""Rights in the administration site, from memberships: people by administrators, set-up by CFØ."""

from django.contrib.auth.backends import BaseBackend

from . import policy

# Models that are set-up. Proposals and what happens to them are not: no one reaches them around the policy.
SET_UP = frozenset(f"proposals.{name}" for name in ("administration", "committee", "hearingbody", "unit"))
PEOPLE = frozenset({"accounts.user", "accounts.membership"})


class MembershipBackend(BaseBackend):
    """Answers `has_perm` for the administration site; signs nobody in."""

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        app, _, codename = perm.partition(".")
        model = f"{app}.{codename.partition('_')[2]}"
        if model in PEOPLE:
            return policy.may(user_obj, "administer_people").allowed
        return model in SET_UP and policy.may(user_obj, "set_up_round").allowed

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        if app_label == "accounts":
            return policy.may(user_obj, "administer_people").allowed
        return app_label == "proposals" and policy.may(user_obj, "set_up_round").allowed
