-- One view of the calendar for each part that a day plays, with columns named for that part: a BI tool relates each to its own key.
do $$
declare
    role record;
    name text;
    part record;
begin
    for role in select * from (values
        ('received', 'day on which a dossier was received'),
        ('due', 'day on which a dossier is due'),
        ('finished', 'day on which processing of a dossier ended'),
        ('returned', 'day on which the result of a dossier was handed over'),
        ('end', 'day on which a dossier was finished, else returned'),
        ('decision', 'day of the decision that recognises a household'),
        ('delivery', 'day on which a delivery was received')) r (role, meaning)
    loop
        name := role.role || '_date';
        execute format(
            'create view mart.dim_%1$s as select date_key as %1$s_key, date as %1$s, year::int as %2$s_year, quarter::int as %2$s_quarter, month::int as %2$s_month,
                    to_date(month_key::text, ''YYYYMM'') as %2$s_month_start, iso_week::int as %2$s_iso_week, day_of_week::int as %2$s_day_of_week,
                    day_name_vi as %2$s_day_name, is_working_day::int as is_%2$s_on_working_day, nd09_year::int as %2$s_nd09_year,
                    nd09_month_key as %2$s_nd09_month_key
             from warehouse.dim_date where date_key > 0',
            name, role.role);
        execute format('comment on view mart.dim_%s is %L', name, 'One row per day as the ' || role.meaning);
        for part in select * from (values
            ('%2$s_date_key', 'The day as yyyymmdd: the key in facts'),
            ('%2$s_date', 'The day'),
            ('%2$s_year', 'Calendar year'),
            ('%2$s_quarter', '1 to 4'),
            ('%2$s_month', '1 to 12'),
            ('%2$s_month_start', 'First day of the month'),
            ('%2$s_iso_week', 'ISO week'),
            ('%2$s_day_of_week', '1 Monday to 7 Sunday'),
            ('%2$s_day_name', 'Name of the weekday in Vietnamese'),
            ('is_%2$s_on_working_day', '1 on working days'),
            ('%2$s_nd09_year', 'Reporting year of Nghị định 09/2019 (15th to 14th)'),
            ('%2$s_nd09_month_key', 'Its reporting month, yyyymm')) p (form, meaning)
        loop
            execute format('comment on column mart.dim_%s.%I is %L', name, format(part.form, name, role.role), part.meaning);
        end loop;
    end loop;
end
$$;
