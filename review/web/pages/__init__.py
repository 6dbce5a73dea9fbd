"""Pages: one module an address, each a router."""
