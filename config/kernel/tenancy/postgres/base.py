from django.db.backends.postgresql import base

from config.kernel.tenancy.postgres.schema import WalledSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = WalledSchemaEditor
