-- The calendar, and the unknown member of every dimension.
insert into warehouse.dim_month select * from new_month
on conflict (month_key) do update set name_vi = excluded.name_vi, plan_phase_vi = excluded.plan_phase_vi,
    nd09_first_date = excluded.nd09_first_date, nd09_last_date = excluded.nd09_last_date;

insert into warehouse.dim_date select * from new_date
on conflict (date_key) do update set
    is_public_holiday = excluded.is_public_holiday, holiday_name_vi = excluded.holiday_name_vi, is_made_working_day = excluded.is_made_working_day,
    is_working_day = excluded.is_working_day, plan_phase_vi = excluded.plan_phase_vi;

insert into warehouse.dim_month (month_key, name_vi) values (0, 'Không rõ') on conflict do nothing;
insert into warehouse.dim_date (date_key, month_key, day_name_vi) values (0, 0, 'Không rõ') on conflict do nothing;
insert into warehouse.dim_ward (ward_key, ward_code, ward_name, province_name) values (0, '0', 'Không rõ', 'Không rõ') on conflict do nothing;
insert into warehouse.dim_area (area_key, ward_key, area_code, area_name, area_kind, sort_order) values (0, 0, '0', 'Không rõ', 'unknown', 0) on conflict do nothing;
insert into warehouse.dim_department (department_key, ward_key, department_code, department_name) values (0, 0, '0', 'Không rõ') on conflict do nothing;
insert into warehouse.dim_indicator (indicator_key, ward_key, indicator_code, indicator_name, unit, measure, window_kind, feed, department_key, area_code, is_in_plan, sort_order)
values (0, 0, '0', 'Không rõ', '', 'value', 'snapshot', 'reported', 0, '0', 0, 0) on conflict do nothing;
insert into warehouse.dim_delivery (delivery_key, ward_key, month_key) values (0, 0, 0) on conflict do nothing;
insert into warehouse.dim_person (person_key, ward_key, pseudonym) values (0, 0, '00000000-0000-0000-0000-000000000000') on conflict do nothing;
insert into warehouse.dim_household (household_key, ward_key, household_number) values (0, 0, '0') on conflict do nothing;
insert into warehouse.dim_procedure (procedure_key, procedure_code, procedure_name, field_name, is_catalogued) values (0, '0', 'Không rõ', 'Không rõ', 0) on conflict do nothing;
insert into warehouse.dim_channel values (0, 'unknown', 'Không rõ (tính là trực tiếp)') on conflict do nothing;
insert into warehouse.dim_insurance_group (insurance_group_key, object_code, object_name, group_number, group_name) values (0, '0', 'Khác', 0, 'Khác') on conflict do nothing;
insert into warehouse.dim_deprivation values (0, 'Không rõ', 'Không rõ', '') on conflict do nothing;
