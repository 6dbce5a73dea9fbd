-- The data dictionary speaks two languages. A comment has room for one: Vietnamese on views, which officers read, English on tables.
create table audit.description ( -- One row per text of a table, view or column that BI tools read, in two languages; made afresh with the views.
    schema_name varchar(20) not null, -- Schema
    relation_name varchar(80) not null, -- Table or view
    column_name varchar(80) not null, -- Column; blank for the table itself
    english varchar(600) not null, -- What it holds, in English: the comment of a table
    vietnamese varchar(600) not null, -- What it holds, in Vietnamese: the comment of a view
    primary key (schema_name, relation_name, column_name)
);
