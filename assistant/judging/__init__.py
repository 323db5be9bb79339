"""How well what was found answers (判定): whether a value is said of the thing asked about, and what of the question is not said."""
