"""Papers that another program drew: the DOCX of a paper, turned into a PDF by LibreOffice."""

import os
import shutil
import subprocess

import pytest

from config.kernel.papers import inspect
from config.kernel.pdf.fonts import FACES
from tests.papers.made import made

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed (Debian: libreoffice-writer-nogui)"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def converted(tmp_path_factory) -> bytes:
    place = tmp_path_factory.mktemp("others")
    (place / "fonts.conf").write_text(
        f"<fontconfig><dir>{FACES[0].path.parent}</dir><cachedir>{place}/cache</cachedir>"
        "<alias binding='same'><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias>"
        "</fontconfig>"
    )
    (place / "to-trinh.docx").write_bytes(made("proposal").composition.docx())
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(place), str(place / "to-trinh.docx")],
        check=True, capture_output=True, timeout=120,
        env={**os.environ, "HOME": str(place), "FONTCONFIG_FILE": str(place / "fonts.conf")},
    )  # fmt: skip
    return (place / "to-trinh.pdf").read_bytes()


def test_a_paper_that_another_program_drew_passes_the_ruler(converted):
    assert [(item.rule, item.page, item.sentence) for item in inspect(converted, "proposal")] == []
