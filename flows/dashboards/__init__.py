"""The Superset dashboard as importable files, made from the definitions here: ``python -m flows.dashboards`` writes ``dashboards/superset``."""
