-- As ``flows.wording.numbers`` writes: two decimals, none where they are nought, a comma before them; money in millions and billions; of a
-- recognition whether it is reached. Null gives null.
create or replace function mart.amount_words(amount numeric, unit text, target_kind text) returns varchar(60)
language sql immutable parallel safe as $$
    select (case
        when target_kind = 'yes' then case when amount >= 1 then 'Đạt' when amount < 1 then 'Chưa đạt' end
        else translate(rtrim(rtrim(d.digits, '0'), '.'), ',.', '.,') || ' '
             || case z.size when 1e9 then 'tỷ đồng' when 1e6 then 'triệu đồng' else unit end
    end)::varchar(60)
    from (select case when unit <> 'đồng' or abs(amount) < 1e6 then 1 when abs(amount) < 1e9 then 1e6 else 1e9 end as size) z
    cross join lateral (select to_char(round(amount / z.size, 2), 'FM999,999,999,999,999,990.00') as digits) d
$$;
