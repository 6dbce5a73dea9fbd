"""Prefect, at the edge: the nightly flow, its retries, the server, the standing service."""
