"""All reads of awards that more than one place needs."""
