"""Invented people, participants, reports and rounds, for trying the software out. Never in a deployment.

Composition: the only place besides the addresses that may import every app.
"""
