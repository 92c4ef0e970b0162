"""Merged PDF, ZIP and XML of files. Equal rows give equal bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from dossiers.whole.pieces import File, Paper

FORMS = {"pdf": "Một tệp PDF có dấu trang", "zip": "Tệp ZIP có mục lục", "xml": "Dữ liệu đặc tả XML"}
NAMESPACE = "urn:vn:nd30-2020:phu-luc-vi:ho-so:1"
SCHEMA = Path(__file__).with_name("ho-so.xsd")
_LANGUAGE = "Tiếng Việt"
Told = Callable[[int], None]


def _quiet(_done: int) -> None:
    return None


def merged(files: Sequence[File], *, title: str, front: Sequence[tuple[str, bytes]] = (), told: Told = _quiet) -> bytes:
    """All papers in order of time with a bookmark each; `front` (label, PDF) comes first. `told` hears how many."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 -- slow import

    writer = PdfWriter()
    done = 0

    def add(label: str, data: bytes, parent: Any = None) -> None:
        at = len(writer.pages)
        writer.append(PdfReader(io.BytesIO(data)), import_outline=False)
        writer.add_outline_item(title=label, page_number=at, parent=parent)

    for label, data in front:
        add(label, data)
    for file in files:
        parent = (
            writer.add_outline_item(title=file.title, page_number=len(writer.pages))
            if len(files) > 1 and file.papers
            else None
        )
        for paper in file.papers:
            add(paper.label, paper.read(), parent)
            done += 1
            told(done)
    writer.add_metadata({"/Title": title})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(files: Sequence[File], *, told: Told = _quiet) -> bytes:
    """The papers as they are (signatures hold), `muc-luc.csv` for people, `ho-so.xml` and `SHA256SUMS` for programs."""
    out = io.BytesIO()
    sums = []
    done = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            for paper in file.papers:
                name = f"{file.folder}/{paper.name}" if file.folder else paper.name
                archive.writestr(zipfile.ZipInfo(name), paper.read(), zipfile.ZIP_STORED)
                sums.append(f"{paper.sha256}  {name}")
                done += 1
                told(done)
        archive.writestr(zipfile.ZipInfo("muc-luc.csv"), _index(files), zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("ho-so.xml"), metadata(files), zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("SHA256SUMS"), "\n".join(sums) + "\n", zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _index(files: Sequence[File]) -> bytes:
    """Contents as a table that Excel opens: UTF-8 with its mark."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(
        ["Hồ sơ", "STT", "Số, ký hiệu", "Ngày", "Trích yếu", "Cơ quan ban hành", "Người ký", "Số trang", "Tệp"]
    )
    for file in files:
        for paper in file.papers:
            rows.writerow(
                [
                    _plain(file.title), paper.ordinal, f"{paper.number}/{paper.notation}" if paper.number else "",
                    f"{paper.issued_on:%d/%m/%Y}" if paper.issued_on else "", _plain(paper.subject),
                    _plain(paper.organ), _plain(paper.signer), paper.pages,
                    f"{file.folder}/{paper.name}" if file.folder else paper.name,
                ]
            )  # fmt: skip
    return text.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    """Never a formula to a spreadsheet."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def metadata(files: Sequence[File]) -> bytes:
    """The files' metadata as XML, valid by `ho-so.xsd`; ValueError when a row would not be."""
    root = etree.Element(f"{{{NAMESPACE}}}Files", nsmap={None: NAMESPACE})
    for file in files:
        root.append(_file(file))
    schema = _schema()
    if not schema.validate(root):
        raise ValueError(f"metadata is not valid: {schema.error_log.last_error}")
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


@cache
def _schema() -> Any:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def _put(parent: Any, tag: str, value: object, length: int = 0) -> Any:
    """A child with its text cut to the length that the annex gives; nothing for an empty value."""
    text = str(value) if value is not None else ""
    if not text:
        return None
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    child.text = text[:length] if length else text
    return child


def _code(parent: Any, file: File) -> None:
    code = etree.SubElement(parent, f"{{{NAMESPACE}}}FileCode")
    _put(code, "OrganId", file.organ_id, 13)
    _put(code, "FileCatalog", file.year)
    _put(code, "FileNotation", file.notation, 20)


def _file(file: File) -> Any:
    node = etree.Element(f"{{{NAMESPACE}}}File")
    _code(node, file)
    _put(node, "Title", file.title, 500)
    _put(node, "Maintenance", file.retention, 30)
    _put(node, "Rights", "Hạn chế", 30)
    _put(node, "Creator", file.creator, 30)
    _put(node, "Language", _LANGUAGE)
    _put(node, "StartDate", file.starts.isoformat() if file.starts else "")
    _put(node, "EndDate", file.ends.isoformat() if file.ends else "")
    _put(node, "DocTotal", len(file.papers))
    _put(node, "PageTotal", file.pages)
    documents = etree.SubElement(node, f"{{{NAMESPACE}}}Documents")
    for paper in file.papers:
        documents.append(_document(paper, file))
    return node


def _document(paper: Paper, file: File) -> Any:
    node = etree.Element(f"{{{NAMESPACE}}}Document")
    _code(node, file)
    _put(node, "DocOrdinal", paper.ordinal)
    _put(node, "TypeName", paper.type_name, 100)
    _put(node, "CodeNumber", paper.number, 11)
    _put(node, "CodeNotation", paper.notation, 30)
    _put(node, "IssuedDate", paper.issued_on.isoformat() if paper.issued_on else "")
    _put(node, "OrganName", paper.organ, 200)
    _put(node, "Subject", paper.subject, 500)
    _put(node, "Language", _LANGUAGE)
    _put(node, "PageAmount", paper.pages)
    _put(node, "Description", paper.note, 500)
    if paper.signer:
        signer = etree.SubElement(node, f"{{{NAMESPACE}}}SignerInfo")
        _put(signer, "Position", paper.position, 100)
        _put(signer, "FullName", paper.signer, 50)
    for name in paper.recipients:
        to = etree.SubElement(node, f"{{{NAMESPACE}}}To")
        _put(to, "OrganName", name, 200)
    _put(node, "FileName", f"{file.folder}/{paper.name}" if file.folder else paper.name)
    _put(node, "Digest", paper.sha256)
    return node
