"""The Superset dashboard as importable files, made from the definitions here.

``python -m flows.outputs.superset`` writes ``dashboards/superset``.
"""
