"""The names at the head of a paper, broken and sized for their column (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.2)."""

from config.kernel.pdf import fonts, typography

# Points, of the issuer's column less what keeps a full line of it apart from the national name.
COLUMN = 170.0


def names(parent: str, issuer: str) -> tuple[int, list[str], list[str]]:
    """Size and lines of the superior's and the issuer's name: at 13, or at 12 where a name would part in its middle."""
    above, own = typography.abbreviated_parent(parent), typography.agency_words(issuer)

    def fit(text: str, size: int, *, bold: bool) -> bool:
        return all(fonts.text_width(run, size, bold=bold) <= COLUMN for run in text.split(" "))

    size = 13 if fit(above, 13, bold=False) and fit(own, 13, bold=True) else 12
    above = above if fit(above, size, bold=False) else typography.level_apart(above)
    own = own if fit(own, size, bold=True) else typography.level_apart(own)
    return size, fonts.balanced(above, size, COLUMN), fonts.balanced(own, size, COLUMN, bold=True)
