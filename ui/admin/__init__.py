"""管理 (``/admin``): behind a login; documents in with their pre-ingest report, the index rebuilt, feedback, status."""
