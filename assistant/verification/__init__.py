"""Verification (核对): nothing reaches an answer that its cited clauses do not contain.

``findings`` looks over a composed answer; ``problems`` looks over one sentence of a language model, by
figures (``numbers``), names of bodies and their roles (``names``), and negation, modality and every other
word (``wording``). Reading only: no text is mended here.
"""

from assistant.verification.extract import figures, findings
from assistant.verification.ground import Ground, grounds_of
from assistant.verification.sentence import problems

__all__ = ["Ground", "figures", "findings", "grounds_of", "problems"]
