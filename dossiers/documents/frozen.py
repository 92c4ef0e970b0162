"""A paper read back from its own PDF: the facts, texts and regime that it was made of, attached to it as JSON."""

from __future__ import annotations

import dataclasses
import io
import json
import types
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from config.kernel.pdf.render import DATA_NAME
from dossiers.documents.compose import Composition, compose
from dossiers.documents.data import Facts


def composed(pdf: bytes) -> Composition:
    """The composition that the PDF was drawn from. Raises `ValueError` when the file carries no such record."""
    record = _record(pdf)
    try:
        facts = facts_from(record["facts"])
        return compose(record["kind"], facts, record["fields"], regime_code=record["regime"])
    except (KeyError, TypeError, LookupError) as error:
        raise ValueError(f"no record of what the paper was made of: {error!r}") from error


def texts(pdf: bytes) -> dict[str, str]:
    """What a person wrote in the paper, and the software where nobody did. Raises `ValueError` as `composed` does."""
    return {str(code): str(said) for code, said in _record(pdf).get("fields", {}).items()}


def _record(pdf: bytes) -> dict[str, Any]:
    from pypdf import PdfReader  # noqa: PLC0415 -- slow import
    from pypdf.errors import PyPdfError  # noqa: PLC0415 -- slow import

    try:
        [data] = PdfReader(io.BytesIO(pdf)).attachments[DATA_NAME]
        return dict(json.loads(data))
    except (PyPdfError, KeyError, TypeError, LookupError) as error:
        raise ValueError(f"no record of what the paper was made of: {error!r}") from error


def facts_from(record: Mapping[str, Any]) -> Facts:
    """`dataclasses.asdict(facts)` after its way through JSON. What later versions added keeps its default."""
    return _as(Facts, record)


@cache
def _parts(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in dataclasses.fields(kind)}


def _as(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) in (Union, types.UnionType):
        return _as(next(one for one in get_args(kind) if one is not type(None)), value)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_as(one, item) for one, item in zip(kinds, value, strict=True))
    if dataclasses.is_dataclass(kind):
        parts = _parts(kind)  # type: ignore[arg-type]
        return kind(**{name: _as(parts[name], item) for name, item in value.items() if name in parts})  # type: ignore[operator]
    return kind.fromisoformat(value) if kind in (date, datetime) else value
