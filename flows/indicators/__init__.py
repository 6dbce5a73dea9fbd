"""Indicators: compute, targets, suppression, lineage, scorecard."""
