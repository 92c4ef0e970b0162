"""What a person may be told: every refusal is a Vietnamese sentence that says what is wrong and what to do."""

from __future__ import annotations


class DomainError(Exception):
    """A rule of the domain refused the request.

    `sentence` is shown as it is; `field` names the form field that it belongs to, if one does; `code` is stable
    and meant for programs; `status` is the HTTP status that pages and the API answer with.
    """

    status = 422

    def __init__(self, sentence: str, *, code: str = "refused", field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.field = field


class Refused(DomainError):
    """The object may be seen, but this person may not do that to it."""

    status = 403


class Conflict(DomainError):
    """Somebody else was first: the object is no longer in the state that the page showed."""

    status = 409


class Invalid(DomainError):
    """Several fields are wrong. `errors` maps a field name to its sentences."""

    def __init__(self, errors: dict[str, list[str]], *, code: str = "invalid") -> None:
        sentences = [sentence for group in errors.values() for sentence in group]
        super().__init__(" ".join(sentences), code=code)
        self.errors = errors
