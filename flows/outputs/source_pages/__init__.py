"""The documentation of the five sources, made from contracts, layouts, rules and the cleaning itself, so that it cannot drift.

``uv run python -m flows.outputs.source_pages`` writes ``docs/sources``; with ``--check`` it writes nothing and ends with 1 if a page
differs.

Data flow: contract + layouts + examples of repairs + rules -> Markdown -> ``docs/sources/<source>.md``, ``README.md``
"""
