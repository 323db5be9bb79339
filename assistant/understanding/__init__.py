"""What a question asks (理解问题): its kind, clauses and units (``question.py``), the things it asks one by one (``askings.py``), the
details and values that must be given (``asked_detail.py``, ``asked_value.py``), and what it is about (``words_asked.py``)."""
