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
        match=("awards:award", "awards:statistics", "awards:revoke"),
    ),
    Place(
        label="Quy tắc xét khen",
        short="Quy tắc",
        url_name="awards:rules",
        icon="scroll-text",
        verb="rounds.view",
        order=105,
        match=("awards:own_rule", "awards:new_rule", "awards:edit_rule", "awards:rule_versions"),
    ),
    Place(
        label="Tỷ lệ phiếu Hội đồng",
        short="Tỷ lệ phiếu",
        url_name="awards:thresholds",
        icon="scale",
        verb="council.manage",
        order=108,
    ),
    Place(
        label="Mức thưởng, quy định",
        short="Mức thưởng",
        url_name="awards:law",
        icon="coins",
        verb="tenant.admin",
        slot="admin",
        order=125,
    ),
]
