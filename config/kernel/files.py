"""Files that people send and that we make: checked, stored under their digest, handed out with safe headers."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse

from config.kernel.access import Actor
from config.kernel.archives import UNREADABLE
from config.kernel.errors import DomainError
from config.kernel.models import StoredFile
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_number, nfc

LIMIT = 20 * 1024 * 1024
_MIMES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "xml": "application/xml",
}
ACCEPTED = ("pdf", "png", "jpg", "jpeg", "docx", "xlsx")
_OFFICE = {"docx": "word/", "xlsx": "xl/"}


def store(source: UploadedFile[Any] | bytes, *, name: str, actor: Actor, purpose: str) -> StoredFile:
    """Keep a file and return its row. Same content, same place on disk.

    Raises `DomainError` with a sentence: empty, above 20 MB, an ending that is not accepted, or a content that
    is not what the ending says. What the software itself made comes as bytes and is not judged by its ending.
    """
    name = nfc(Path(name.replace("\\", "/")).name)[-200:] or "tep"
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if isinstance(source, bytes):
        stream: IO[bytes] = io.BytesIO(source)
    else:
        _judge(source, name, ending)
        stream = _stream(source)
    size, digest = _keep(stream)
    return StoredFile.objects.create(
        name=name,
        size=size,
        mime=_MIMES.get(ending, "application/octet-stream"),
        sha256=digest,
        purpose=purpose,
        created_by_user_id=actor.user_id,
        created_by_name=actor.name,
    )


def judge(source: UploadedFile[Any], *, only: tuple[str, ...]) -> None:
    """Refuse what `store` would refuse, and every kind of file but `only`; keeps nothing."""
    name = nfc(Path((source.name or "tep").replace("\\", "/")).name)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in only:
        wanted = ", ".join(kind.upper() for kind in only)
        raise DomainError(f"Tệp {name} không phải {wanted}. Hãy chọn tệp {wanted}.", code="file_kind", field="file")
    _judge(source, name, ending)


def path_of(stored: StoredFile) -> Path:
    """Where the content lies; the tenant is part of the path, so that no digest reaches across."""
    return _place(stored.sha256)


def read(stored: StoredFile) -> bytes:
    return path_of(stored).read_bytes()


def response(stored: StoredFile, *, inline: bool = False) -> HttpResponse | FileResponse:
    """Hand a file out. Only PDF and pictures may be shown inside a page; everything else is saved."""
    place = path_of(stored)
    if not place.exists():
        raise Http404
    shown = inline and stored.mime in {"application/pdf", "image/png", "image/jpeg"}
    answer = FileResponse(place.open("rb"), content_type=stored.mime)
    kind = "inline" if shown else "attachment"
    ascii_name = stored.name.encode("ascii", "ignore").decode().replace('"', "").replace("\\", "") or "tep"
    answer["Content-Disposition"] = f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(stored.name, safe='')}"
    answer["Content-Length"] = str(stored.size)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _judge(source: UploadedFile[Any], name: str, ending: str) -> None:
    size = source.size or 0
    if size == 0:
        raise DomainError(f"Tệp {name} rỗng. Hãy chọn lại tệp.", code="file_empty", field="file")
    if size > LIMIT:
        shown = format_number(size // (1024 * 1024))
        raise DomainError(
            f"Tệp {shown} MB, lớn hơn mức 20 MB. Hãy tách tệp hoặc gửi bản PDF nén.",
            code="file_large",
            field="file",
        )
    if ending not in ACCEPTED:
        raise DomainError(
            f"Tệp {name} không thuộc loại được nhận (PDF, PNG, JPG, DOCX, XLSX).",
            code="file_kind",
            field="file",
        )
    source.seek(0)
    head = source.read(1024)
    source.seek(0)
    if not _is_what_it_says(source, ending, head):
        raise DomainError(
            f"Tệp ghi đuôi .{ending} nhưng nội dung không phải {ending.upper()}. Không nhận.",
            code="file_disguised",
            field="file",
        )


def _stream(source: UploadedFile[Any]) -> IO[bytes]:
    stream: IO[bytes] = source.file  # type: ignore[assignment]  # only a closed upload has none
    return stream


def _is_what_it_says(source: UploadedFile[Any], ending: str, head: bytes) -> bool:
    if ending == "pdf":
        return head.startswith(b"%PDF-")
    if ending == "png":
        return head.startswith(b"\x89PNG\r\n\x1a\n")
    if ending in {"jpg", "jpeg"}:
        return head.startswith(b"\xff\xd8\xff")
    try:
        with zipfile.ZipFile(_stream(source)) as archive:
            names = archive.namelist()
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except UNREADABLE:
        return False
    finally:
        source.seek(0)
    sane = unpacked <= 40 * LIMIT and len(names) <= 10_000 and not any(n.endswith("vbaProject.bin") for n in names)
    return sane and "[Content_Types].xml" in names and any(n.startswith(_OFFICE[ending]) for n in names)


def _place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / current_tenant().slug / digest[:2] / digest


def _keep(stream: IO[bytes]) -> tuple[int, str]:
    root = Path(settings.MEDIA_ROOT) / current_tenant().slug
    root.mkdir(parents=True, exist_ok=True)
    sha, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(dir=root, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            while chunk := stream.read(1 << 20):
                sha.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        place = _place(sha.hexdigest())
        place.parent.mkdir(exist_ok=True)
        Path(temporary).replace(place)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise DomainError("Không ghi được tệp vì máy chủ hết chỗ. Hãy báo quản trị viên.", code="disk") from error
    return size, sha.hexdigest()
