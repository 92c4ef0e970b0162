"""Django's PostgreSQL backend, whose tables of tenants are walled off from the moment they are made."""
