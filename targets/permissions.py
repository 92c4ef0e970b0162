"""The verbs that this app asks for; which role holds them is said in `units.roles`."""

VIEW = "reports.view"
EDIT = "reports.edit"
CONFIRM = "reports.confirm"
APPRAISE = "reports.appraise"
RUN = "scores.run"
PUBLISH = "scores.publish"
PROGRESS = "progress.view"
