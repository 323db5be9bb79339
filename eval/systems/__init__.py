"""Systems under evaluation: the assistant, an HTTP endpoint with our answer contract, an OpenAI-compatible chat, a peer.

``system`` what a system is and our own, ``contract`` its answers as JSON, ``http`` those behind an address,
``peer`` other frameworks over the same texts.
"""

from eval.systems.http import Chat, Endpoint
from eval.systems.peer import Peer
from eval.systems.system import Local, Opened, SystemSpec

__all__ = ["Chat", "Endpoint", "Local", "Opened", "Peer", "SystemSpec"]
