"""Where to look: tokens, embedding, dense and lexical search, fusion, and the ClauseIndex.

The door of the room. ``index`` imports ``corpus`` only.
"""

from index.clause_index import ClauseIndex, Hit, SearchOptions, SearchResult
from index.passages import Passage

__all__ = ["ClauseIndex", "Hit", "Passage", "SearchOptions", "SearchResult"]
