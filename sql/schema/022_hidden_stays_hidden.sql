-- What was hidden once stays hidden: the rows of fact_suppressed_cell are no longer made anew each night.
comment on table warehouse.fact_suppressed_cell is
    'One row per indicator, area, month and window whose value must not be published: small cells, what would give them away, and what once was either.';
comment on column warehouse.fact_suppressed_cell.reason is 'primary: the count itself is small, or was; secondary: it would give a small one away, or would have';
