"""What the description says holds: every example can be sent, every write shows one, every refusal is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from config.api import described

FORMATS = jsonschema.FormatChecker(["uuid", "date", "email"])


def writes() -> Iterator[tuple[str, dict[str, Any]]]:
    for address, methods in described()["paths"].items():
        if "post" in methods:
            yield address, methods["post"]


def test_every_example_fits_its_own_schema() -> None:
    for address, told in writes():
        body = told["requestBody"]["content"]["application/json"]
        schema = body["schema"] | {"components": described()["components"]}
        for example in body.get("examples", {}).values():
            try:
                jsonschema.validate(example["value"], schema, format_checker=FORMATS)
            except jsonschema.ValidationError as error:
                pytest.fail(f"{address}: {error.message}")
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate([example["value"]], schema, format_checker=FORMATS)


def test_every_write_has_an_example_unless_it_takes_a_file() -> None:
    bare = {address for address, told in writes()
            if not told["requestBody"]["content"]["application/json"].get("examples")}  # fmt: skip
    assert bare == {"/reports/{uid}/evidence/", "/consultations/{uid}/letter/"}


def test_lists_of_choices_have_names_that_stay() -> None:
    names = [name for name, schema in described()["components"]["schemas"].items() if "enum" in schema]
    assert [name for name in names if re.search(r"(?=[0-9A-F]*\d)[0-9A-F]{3}Enum$", name)] == []


def test_the_description_tells_every_refusal() -> None:
    for address, methods in described()["paths"].items():
        for method, told in methods.items():
            refusals = {"401", "403", "404"} | ({"409", "422"} if method == "post" else set())
            assert refusals <= set(told["responses"]), (address, method)
            assert told["summary"], address
            assert told["tags"], address
