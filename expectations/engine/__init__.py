"""Great Expectations, behind rules whose condition is a polars expression."""
