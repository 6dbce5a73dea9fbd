-- What BI tools want of the star: indexes of foreign keys, types, dimensions that change slowly.
select 1;
