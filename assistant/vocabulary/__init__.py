"""What people say for what documents say (用语对照): tables of words, and the readers of each. Knows nothing of questions or policies."""
