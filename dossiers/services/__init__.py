"""Verbs of the dossiers app. Each checks the right, writes in one transaction and leaves one audit entry."""
