"""Where to look: tokens, embedding, dense and lexical search, fusion, and the ClauseIndex.

The door of the room. ``index`` imports ``corpus`` only.
"""

from index.clause_index import ClauseIndex
from index.passages import Passage
from index.results import Focus, Hit, Scores, SearchOptions, SearchResult, Weights

__all__ = ["ClauseIndex", "Focus", "Hit", "Passage", "Scores", "SearchOptions", "SearchResult", "Weights"]
