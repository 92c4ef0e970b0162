from tests.targets.conftest import in_kien_giang  # noqa: F401
