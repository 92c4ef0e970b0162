"""Places of this app in the navigation."""

from config.kernel.face.nav import Place

PLACES = [
    Place(
        label="Sổ khen thưởng",
        short="Sổ khen",
        url_name="awards:register",
        icon="book-marked",
        verb="register.view",
        order=95,
        match=("awards:award",),
    ),
    Place(
        label="Quy tắc xét khen",
        short="Quy tắc",
        url_name="awards:rules",
        icon="scroll-text",
        verb="rounds.view",
        order=105,
        match=("awards:own_rule",),
    ),
]
