"""Outputs: what is written for people: reports, the template, dashboards, pages about the sources, open data."""
