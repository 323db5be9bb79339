"""The HTTP interface (``/api/v1``) and the MCP tools (``/mcp``): the page's functions for other systems."""
