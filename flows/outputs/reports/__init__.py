"""Reports that a ward issues: the month's scorecard workbook and the statutory form Biểu II.06a/VPCP/KSTT, numbered and frozen.

Data flow: the mart -> ``facts`` -> ``scorecard``, ``groups``, ``adjustments``, ``form`` -> workbooks -> ``issue`` -> files and
``audit.issued_*``
"""
