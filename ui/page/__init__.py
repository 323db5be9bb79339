"""The page: Gradio Blocks on FastAPI, one module per tab; ``serve`` runs it, ``build_app`` makes it.

What a person reads is made in the views (``ui/*_view.py``); here components are laid out and wired. Helpers of the
page are no API: the typed interface is in ``ui/api``.
"""

from ui.page.app import build_app
from ui.page.serving import serve

__all__ = ["build_app", "serve"]
