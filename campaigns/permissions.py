"""Verbs of this app; `units.roles` says which role holds which."""

VIEW_PLAN = "plan.view"
EDIT_CAMPAIGNS = "campaigns.edit"
EDIT_REGISTRATIONS = "registrations.edit"
CONFIRM_REGISTRATIONS = "registrations.confirm"
