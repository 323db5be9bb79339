"""How each kind of question is answered (按问题类型作答): one module a kind, all at one desk."""
