"""What can go wrong, worded once for every reader.

Lower rooms raise these; the page, the command line and the API show ``str(error)`` as it stands:
one line that says what, where, and what to do. ``exit_code`` follows the command-line contract
(2 bad input, 3 not ready).
"""

from __future__ import annotations

from typing import ClassVar


class ZhengceError(Exception):
    """Base of every error a person may see."""

    exit_code: ClassVar[int] = 2


class BadInput(ZhengceError):
    """The request itself cannot be used: an empty question, a malformed line, an unknown option."""


class UnreadableDocument(ZhengceError):
    """A file is missing, empty, binary, undecodable, or of a kind that is not read yet."""


class PolicyNotFound(ZhengceError):
    """No policy in the library goes by the given id, file name, document number or title."""


class AnswerNotFound(ZhengceError):
    """No answer was kept under the given name."""


class NotReady(ZhengceError):
    """Something has to be built first; the message names the command that builds it."""

    exit_code: ClassVar[int] = 3


class LibraryMissing(NotReady):
    """There is no library, or it was written by another version."""


class IndexMissing(NotReady):
    """There is no search index yet."""


class IndexStale(NotReady):
    """The index does not fit the model, the documents, or the program; all reasons are listed."""


class ModelUnavailable(NotReady):
    """The embedding model is not installed where the settings say."""
