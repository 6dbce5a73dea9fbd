-- Room for the calendar that is about to be copied.
create temporary table new_date (like warehouse.dim_date) on commit drop;
create temporary table new_month (like warehouse.dim_month) on commit drop;
