from django.apps import AppConfig


class LaunchConfig(AppConfig):
    """Brings the operating commands (`bench`, `shell --tenant`, …) and the guard on the database role."""

    name = "config.launch"
    label = "launch"

    def ready(self) -> None:
        from config.launch import guard  # noqa: F401, PLC0415 -- connects once Django is there
