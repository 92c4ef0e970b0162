from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Xét khen thưởng"

    def ready(self) -> None:
        from awards.services import rule_parts  # noqa: PLC0415 - models are not ready before
        from campaigns.plans.parts import Part, register  # noqa: PLC0415 - models are not ready before

        register(Part("award_rules", rule_parts.sync, rule_parts.export, 150))
