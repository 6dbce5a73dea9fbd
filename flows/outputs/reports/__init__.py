"""Reports that a ward issues: the month's scorecard workbook and the statutory form Biểu II.06a/VPCP/KSTT, numbered and frozen.

Data flow: the mart -> ``report_data`` -> ``scorecard_workbook`` (its cover, groups, findings, adjustments), ``dossier_form`` -> ``issue``
-> files and ``audit.issued_*``
"""
