"""What changes awards: keyword-only, an explicit actor, one transaction, one audit entry."""
