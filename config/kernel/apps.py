from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "config.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from config.kernel import checks  # noqa: F401, PLC0415 -- registers system checks once apps are loaded
