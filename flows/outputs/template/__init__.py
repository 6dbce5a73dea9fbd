"""The workbook in which departments state their figures."""
