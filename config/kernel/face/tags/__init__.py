"""The vocabulary of the pages, by kind: words in a line, parts of a page, acts a person can take."""

from config.kernel.face.tags import acts, parts, words
from config.kernel.face.tags.library import register

__all__ = ["acts", "parts", "register", "words"]
