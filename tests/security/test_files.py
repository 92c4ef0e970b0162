"""Uploads made to break the reader get the sentence of a disguised file, not an error page."""

from __future__ import annotations

import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config.kernel import files
from config.kernel.errors import DomainError

pytestmark = pytest.mark.django_db


def archive(*, version: int = 20, flags: int = 0, name: bytes = b"word/a.xml") -> bytes:
    """A ZIP of one empty entry whose directory says what it is told to."""
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", version, flags, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, version, flags, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0
    )  # fmt: skip
    directory = entry + name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), len(local), 0)
    return local + directory + end


@pytest.mark.parametrize(
    "content",
    [archive(flags=0x800, name=b"word/\xff\xfe"), archive(version=99), archive(), b"PK\x03\x04" + b"\x00" * 40],
    ids=["name that is no UTF-8", "version of the future", "no content types", "cut off"],
)
def test_a_broken_archive_is_a_sentence(kien_giang, cast, content):
    upload = SimpleUploadedFile("bao-cao.docx", content)
    with pytest.raises(DomainError, match="nội dung không phải DOCX"):
        files.store(upload, name="bao-cao.docx", actor=cast.lan.actor, purpose="evidence")
