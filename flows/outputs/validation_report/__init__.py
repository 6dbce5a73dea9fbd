"""The validation report of a delivery: one offline HTML file in Vietnamese, made from the result of judging it.

Data flow: audit.delivery, its findings (of Great Expectations), repairs and decisions + its landed file -> ``Paper`` -> HTML
"""
