"""ZIP files that came from outside (workbooks, Word files)."""

from __future__ import annotations

import zipfile
import zlib

# What reading a broken or strange ZIP may raise: damage, a password or a way of compression that zipfile does not
# know (both RuntimeError), sizes and names that make no sense.
UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError, OSError)
