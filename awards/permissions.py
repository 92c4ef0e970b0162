"""Verbs of this app (the table of roles is in units.roles)."""

VIEW = "rounds.view"
MANAGE = "rounds.manage"
ATTEST = "rounds.attest"
SIGN = "decisions.sign"
PRESENT = "dossiers.present"
REGISTER = "register.view"
COUNCIL = "council.manage"
