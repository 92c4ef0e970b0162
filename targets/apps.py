from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = "Chỉ tiêu, báo cáo, chấm điểm"

    def ready(self) -> None:
        from targets import plan_parts  # noqa: PLC0415 -- models must be loaded first

        plan_parts.register_parts()
