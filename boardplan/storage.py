from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Files named by their content; imports between JavaScript modules are renamed along."""

    support_js_module_import_aggregation = True
