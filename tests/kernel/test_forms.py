"""Fields that forms of every part share."""

import datetime as dt

import pytest
from django import forms

from config.kernel.web.forms import day_field


class Asked(forms.Form):
    day = day_field("Ngày ban hành", missing="Ghi ngày ban hành.")
    other = day_field("Ngày khác", required=False)


@pytest.mark.parametrize("typed", ["2022-11-25", "25/11/2022", "25-11-2022"])
def test_a_day_is_taken_from_the_calendar_and_as_people_write_it(typed: str) -> None:
    form = Asked({"day": typed})
    assert form.is_valid()
    assert form.cleaned_data == {"day": dt.date(2022, 11, 25), "other": None}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Ghi ngày ban hành."),
        ("11/25/2022", "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 25/11/2022."),
        ("30/02/2022", "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 25/11/2022."),
    ],
)
def test_what_is_no_day_is_told_in_a_sentence_and_stays(typed: str, said: str) -> None:
    form = Asked({"day": typed})
    assert form.errors == {"day": [said]}
    assert f'value="{typed}"' in str(form["day"]) or typed == ""


def test_a_day_that_is_known_stands_as_the_browser_reads_it() -> None:
    assert 'value="2022-11-25"' in str(Asked(initial={"day": dt.date(2022, 11, 25)})["day"])
