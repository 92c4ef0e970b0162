"""docker-compose.yml, the Dockerfile and .env.example say the same as the settings."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from config.launch import roles
from config.launch.environment import LIBRARIES
from config.launch.state import CHECKOUT

SCHEMA = Path(__file__).parent / "vendor" / "compose-spec.json"


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())


def test_compose_file_follows_the_compose_schema(compose):
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).validate(compose)


def test_schema_refuses_a_typing_error(compose):
    wrong = {**compose, "services": {**compose["services"], "web": {"imgae": "thidua"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).validate(wrong)


def test_only_the_preparation_knows_the_owner(compose):
    assert {"postgres", "redis", "web", "worker", "beat"} <= set(compose["services"])
    knowing = {n for n, s in compose["services"].items() if "DATABASE_OWNER_URL" in s.get("environment", {})}
    assert knowing == {"prepare"}
    for name in ("web", "worker", "beat"):
        assert f"//{roles.APP}:" in compose["services"][name]["environment"]["DATABASE_URL"]
        assert compose["services"][name]["environment"]["DEMO"] == "${DEMO:-0}"


def test_roles_of_the_image_are_those_of_the_embedded_server():
    script = (CHECKOUT / "config/launch/compose/roles.sh").read_text()
    for name in (roles.OWNER, roles.APP):
        assert f"create role {name} login nosuperuser nobypassrls nocreatedb nocreaterole" in script
    assert "truncate" not in script


def test_image_has_the_native_libraries_and_runs_without_rights():
    text = (CHECKOUT / "Dockerfile").read_text()
    assert all(package in text for package in LIBRARIES.values())
    assert "--require-hashes" in text
    assert re.search(r"^USER thidua$", text, re.MULTILINE)


def test_example_names_every_variable_that_the_settings_read():
    read = set()
    for path in [CHECKOUT / "config/settings.py", *(CHECKOUT / "config/launch").glob("*.py")]:
        found = re.findall(r"(?:environ\.get|environ|flag|listed)[(\[]\s*[\"']([A-Z_]+)[\"']", path.read_text())
        read |= set(found)
    own = {"THIDUA_ROLE", "THIDUA_POOL", "STATIC_ROOT", "XDG_STATE_HOME", "MAKELEVEL", "DJANGO_SETTINGS_MODULE"}
    named = set(re.findall(r"^#?([A-Z_]+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))
    assert read - own <= named
