"""Papers that another program drew or saved: the DOCX of a paper, opened by LibreOffice."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable

import pytest
from docx import Document

from config.kernel.papers import inspect
from config.kernel.pdf import word
from config.kernel.pdf.fonts import FACES
from dossiers.documents import kind
from dossiers.documents.returned import compare
from tests.papers.made import made

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed (Debian: libreoffice-writer-nogui)"),
    pytest.mark.slow,
]


Convert = Callable[[bytes, str], bytes]


@pytest.fixture(scope="module")
def convert(tmp_path_factory) -> Convert:
    """LibreOffice opens a DOCX and saves it as something else, or as DOCX again."""
    place = tmp_path_factory.mktemp("others")
    (place / "fonts.conf").write_text(
        f"<fontconfig><dir>{FACES[0].path.parent}</dir><cachedir>{place}/cache</cachedir>"
        "<alias binding='same'><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias>"
        "</fontconfig>"
    )
    (place / "out").mkdir()

    def converted(data: bytes, ending: str) -> bytes:
        (place / "van-ban.docx").write_bytes(data)
        subprocess.run(
            [str(SOFFICE), f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to", ending,
             "--outdir", str(place / "out"), str(place / "van-ban.docx")],
            check=True, capture_output=True, timeout=120,
            env={**os.environ, "HOME": str(place), "FONTCONFIG_FILE": str(place / "fonts.conf")},
        )  # fmt: skip
        return (place / "out" / f"van-ban.{ending}").read_bytes()

    return converted


def test_a_paper_that_another_program_drew_passes_the_ruler(convert):
    drawn = convert(made("proposal").composition.docx(), "pdf")
    assert [(item.rule, item.page, item.sentence) for item in inspect(drawn, "proposal")] == []


def test_a_paper_that_another_program_saved_is_known_again_and_read_back(convert):
    ours = made("report_collective").composition.docx(origin=f"{'0f' * 16}_7")
    document = Document(io.BytesIO(ours))
    [first] = [one for one in document.paragraphs if one.text.startswith("Số hóa 1.245")]
    first.insert_paragraph_before("Mở 12 lớp kỹ năng số.", style=first.style)
    out = io.BytesIO()
    document.save(out)
    now, came = word.read(ours), word.read(convert(out.getvalue(), "docx"))
    assert (came.origin, came.read) == (("0f" * 16, 7), now.read)
    assert {block.field for block in came.blocks} == {"", "overview", "measures", "effects"}
    found = compare(kind("report_collective"), now, came)
    [change] = found.changes
    one, two = change.before.split("\n")
    assert change.after == f"{one}\nMở 12 lớp kỹ năng số.\n{two}"
    assert found.left == ()
