"""Mechanisms that know nothing of emulation campaigns: tenancy, audit, workflow, jobs, files, access, text."""
