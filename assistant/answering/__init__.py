"""How each kind of question is answered (按问题类型作答): one module a kind (``by_*.py``), all at one desk (``desk.py``); a question of
several parts part by part where that finds more (``by_parts.py``).

What is searched and which hits may answer: ``words_searched.py``, ``hits_kept.py``. Which sentences: ``covering.py``,
``enumerations.py``. In which words: ``composing.py``, ``quoting.py``, ``units_of_clauses.py``, ``validity_line.py``, ``opening.py``.
"""
