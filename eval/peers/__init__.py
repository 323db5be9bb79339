"""Peers (同类系统): llama-index, LangChain, Haystack and plain BM25 in one run with ours.

``python -m eval.peers`` writes eval/results/peers.txt and peers.json. Every system gets the same files (read and
repaired by us), the same embedding model and the same questions. The peers' packages come with the extra
``peers``, best in an environment of their own.

``questions`` holds the questions with the place of their gold clauses, ``scoring`` the rules, one file each the
systems, ``table`` what is printed. A system is anything with ``name`` and ``answer``.
"""
