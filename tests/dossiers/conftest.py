from tests.dossiers.desk import desk

__all__ = ["desk"]
