-- Rows of a month were filled a moment ago: the planner takes what is left of them after a window for a few, and would hold each of 27,000
-- cards against every insurance group and area in turn. Within the function dimensions are joined by hash: 83 instead of 206 ms a list.
alter function staging.replace_month(text, text, integer, integer) set enable_nestloop = off;
alter function staging.replace_month(text, text, integer, integer) set jit = off;
