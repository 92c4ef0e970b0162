"""The picture in a PDF is the picture of the page: same shapes, same colours."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from config.kernel.face import charts

MUC, ORANGE, SON = (0x1A, 0x44, 0x80), (0xE6, 0xA3, 0x5F), (0xA6, 0x1C, 0x1C)


def picture(markup: str) -> Image.Image:
    from weasyprint import HTML

    page = f"<style>@page {{ size: 380px 260px; margin: 10px }} svg {{ width: 360px }}</style>{markup}"
    written = io.BytesIO(HTML(string=page).write_pdf())
    return pypdfium2.PdfDocument(written)[0].render(scale=96 / 72).to_pil().convert("RGB")


def count(image: Image.Image, colour: tuple[int, int, int]) -> int:
    close = 12
    return sum(
        number
        for number, pixel in image.getcolors(image.width * image.height) or []
        if all(abs(a - b) <= close for a, b in zip(pixel, colour, strict=True))
    )


@pytest.mark.slow
def test_bars_keep_lengths_and_colours_in_a_pdf() -> None:
    chart = charts.bars(
        [charts.Bar("Thành phố Rạch Giá", 8000, met=True), charts.Bar("Huyện Hòn Đất", 4000, met=False)],
        title="Hợp đồng điện tử",
        target_h=6000,
        target_words="trên 60%",
    )
    image = picture(chart.svg)
    plot = 360 - 62
    for colour, value_h in ((MUC, 8000), (ORANGE, 4000)):
        # Twelve units thick; the edges are anti-aliased and the target's mark lies over the longer bar.
        expected = 12 * plot * value_h / 10000
        assert expected * 0.93 <= count(image, colour) <= expected * 1.03, (colour, value_h)
    assert count(image, SON) > 40


@pytest.mark.slow
def test_a_trend_keeps_its_line_and_words_in_a_pdf() -> None:
    chart = charts.trend(
        [charts.Point(2021, 2810), charts.Point(2022, 3720), charts.Point(2023, 4620)],
        title="Hợp đồng điện tử",
        target_h=8000,
        target_year=2025,
        target_words="trên 80%",
    )
    from weasyprint import HTML

    written = io.BytesIO(HTML(string=chart.svg).write_pdf())
    said = pypdfium2.PdfDocument(written)[0].get_textpage().get_text_range()
    for words in ("mục tiêu trên 80%", "46,2%", "2021", "2025"):
        assert words in said
    assert count(picture(chart.svg), MUC) > 200
