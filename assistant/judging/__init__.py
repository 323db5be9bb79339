"""How well what was found answers (判定): its order (``ranking.py``), whether a value is said of the thing asked about (``attachment.py``),
whether it decides by yes or no (``yes_or_no.py``) or bears a supposed figure out (``supposed.py``), what of the question is not said
(``unsaid.py``), how sure the answer is (``confidence.py``), and when none is given (``refusal.py``)."""
