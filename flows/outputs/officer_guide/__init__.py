"""The officer's guide ``docs/huong-dan-can-bo.md``: its part about the rules is made from the rules themselves, so that it cannot drift.

``uv run python -m flows.outputs.officer_guide`` writes that part; with ``--check`` it writes nothing and ends with 1 if it differs.

Data flow: rule catalogue + spoilt rows, judged -> Markdown -> the marked part of ``docs/huong-dan-can-bo.md``
"""
