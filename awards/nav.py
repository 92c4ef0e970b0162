"""Places of this app in the navigation."""

from config.kernel.face.nav import Place

PLACES = [
    Place(
        label="Sổ khen thưởng",
        short="Sổ khen",
        url_name="awards:register",
        icon="award",
        verb="register.view",
        order=95,
        match=("awards:award",),
    ),
    Place(
        label="Quy tắc xét khen",
        short="Quy tắc",
        url_name="awards:rules",
        icon="scale",
        verb="rounds.view",
        order=105,
        match=("awards:own_rule",),
    ),
]
