"""The locked requirements: every dependency, with hashes, and no word of where packages come from."""

import re
import tomllib

import pytest

from config.launch.environment import LOCKS
from config.launch.state import CHECKOUT


def plain(requirement: str) -> str:
    return re.split(r"[\[<>=! ;]", requirement)[0].lower().replace("_", "-").replace(".", "-")


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text())


@pytest.mark.parametrize("name", LOCKS.values())
def test_lock_is_hashed_and_names_no_index(name):
    text = (CHECKOUT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("--hash=sha256:", ""), re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("kind", LOCKS)
def test_lock_holds_what_the_project_asks_for(kind, project):
    asked = list(project["project"]["dependencies"])
    asked += project["dependency-groups"]["dev"] if kind == "dev" else []
    locked = set(re.findall(r"^([a-z0-9-]+)==", (CHECKOUT / LOCKS[kind]).read_text(), re.MULTILINE))
    assert {plain(requirement) for requirement in asked} - locked == set()


def test_development_lock_agrees_with_the_other():
    versions = {}
    for kind, name in LOCKS.items():
        versions[kind] = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (CHECKOUT / name).read_text(), re.MULTILINE))
    assert {n: v for n, v in versions["run"].items() if versions["dev"].get(n) != v} == {}
