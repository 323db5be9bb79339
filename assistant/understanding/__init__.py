"""What a question asks (理解问题): its kind and all that can be read of it (``question.py``), the clauses and units it names
(``clauses_named.py``, ``unit_names.py``, ``header_fields.py``), the things it asks one by one (``askings.py``), the details and values
that must be given (``asked_detail.py``, ``asked_value.py``, by ``asked_words.py``), and what it is about (``words_asked.py``)."""
