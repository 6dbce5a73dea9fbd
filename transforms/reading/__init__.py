"""Reading: from the bytes of a delivery to tables of text whose columns a contract names.

Data flow: bytes -> containers (grids of text) -> anatomy (tables) -> delivery (one source, its tables, its months).
"""
