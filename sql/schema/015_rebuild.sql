-- What a delivery was known by when it came, so that the warehouse can be made again from the landed files.
alter table audit.delivery add column path_parts text not null default '';
comment on column audit.delivery.path_parts is 'Names of folders and file that could tell its month, joined by a slash; blank: those of file_name';
