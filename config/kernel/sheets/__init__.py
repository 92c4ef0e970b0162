"""Lists out to Excel and back: a template, a preview of every row, one transaction, one undo.

An app declares its lists in `<app>/sheets.py` as `SHEETS = (SomeSheet, …)`; a list is a resource of
django-import-export (`config.kernel.sheets.sheet.Sheet`) whose fields define the columns.
"""
