"""Optional language model (大模型改写): it may put the evidence in other words, and is never trusted.

The model sees the question and the quotes under their marks, nothing else. Sentence by sentence its reply is
checked (``assistant.verification``) before anyone sees it; what fails is dropped and listed in ``findings``.
The verbatim extract always stands below, and alone where the endpoint failed or nothing passed. A refusal
never reaches the model.

``prompt`` holds the wording, ``endpoint`` the connection and its limits, ``sentences`` the cutting of a
streamed reply, ``rephraser`` what is shown when.
"""

from assistant.rephrasing.endpoint import EndpointFault, open_endpoint
from assistant.rephrasing.rephraser import Rephraser, open_rephraser

__all__ = ["EndpointFault", "Rephraser", "open_endpoint", "open_rephraser"]
