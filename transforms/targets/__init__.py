"""Targets: what the plan's targets say of every value: aimed at, on the way, reached or missed, and why, in a Vietnamese sentence.

Data flow: values and targets -> ``engine.assess_targets`` -> one judgement a value; values and judgements -> ``trend.forecast`` -> one
forecast a series

Frames in, frames out: what was known on a day is judged by the same code as tonight's values.
"""
