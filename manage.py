#!/usr/bin/env python
"""Django's command line. A command that needs the database brings the embedded services up first."""

import os
import sys

# Tables belong to the owner role. Only these commands connect as it; all else is the application's role.
AS_OWNER = {"migrate", "sqlmigrate", "sqlflush", "squashmigrations", "optimizemigration"}
WITHOUT_DATABASE = {
    "help", "version", "check", "collectstatic", "findstatic", "compilemessages", "makemessages",
    "diffsettings", "startapp", "spectacular",
}  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "help")
    asks_for_help = bool({"-h", "--help", "--version"} & set(sys.argv[1:]))
    if command in AS_OWNER:
        os.environ["THIDUA_ROLE"] = "owner"
    needs_database = command not in WITHOUT_DATABASE or "--database" in sys.argv
    if needs_database and not asks_for_help:
        from config.launch import services

        services.up()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
