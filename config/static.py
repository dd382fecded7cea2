"""Static files with their fingerprint in the name, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Follows `import` between our ES modules too."""

    support_js_module_import_aggregation = True
    manifest_strict = True
