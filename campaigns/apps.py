from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Phong trào thi đua"

    def ready(self) -> None:
        from campaigns.services import own_parts  # noqa: PLC0415 - models are not ready before

        own_parts.register_all()
