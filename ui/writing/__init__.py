"""写题 (writing gold items): a page of its own on this machine, apart from the public one.

``app`` routes, ``views`` the pages, ``form`` what a form carries.
"""
