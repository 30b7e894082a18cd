from django.apps import AppConfig


class BoardplanConfig(AppConfig):
    name = "boardplan"
    verbose_name = "Boardplan"

    def ready(self):
        from . import checks  # noqa: F401  (registers the checks)
