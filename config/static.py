"""Static files with their fingerprint in the name, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Follows `import` between our own ES modules too (static/js/).

    Other packages' scripts are left as they are: one of django-htmx's has an import in a comment, of a file
    that is not there, and the strict manifest would refuse it.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1])
    manifest_strict = True
