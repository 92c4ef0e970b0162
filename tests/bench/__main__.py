"""`make bench`: a filled database on a throw-away server, then every row. `make bench ONLY=page`."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

from tests import bench, database


def main() -> None:
    run = database.run_directory()
    try:
        server = database.server(database.FULL_SIZE)
        database.recreate(server, "bench")
        os.environ |= database.addresses(server, "bench") | {
            "DJANGO_SETTINGS_MODULE": "config.settings", "THIDUA_STATE": str(run / "state"), "THIDUA_ROLE": "app",
            "SECRET_KEY": "bench", "DEMO": "1", "LOG_LEVEL": "ERROR", "DEBUG": "0",
        }  # fmt: skip
        import django
        from django.conf import settings

        django.setup()
        settings.STATIC_ROOT.mkdir(parents=True)
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        settings.CELERY_BROKER_URL = "memory://"
        settings.ALLOWED_HOSTS = ["*"]

        from tests.bench import harness

        for module in pkgutil.iter_modules(bench.__path__):
            if not module.name.startswith("_"):
                importlib.import_module(f"tests.bench.{module.name}")
        with server.connect(database="bench") as bare:
            harness.write(harness.run(harness.Bench(bare), " ".join(sys.argv[1:])))
        print(f"Written to {harness.RESULT}.")
    finally:
        database.end(run)


if __name__ == "__main__":
    main()
