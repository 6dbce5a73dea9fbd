-- The morning's messages also tell that a night failed.
alter table audit.digest drop constraint digest_kind_check;
alter table audit.digest add constraint digest_kind_check check (kind in ('morning', 'missed', 'failed'));
comment on column audit.digest.kind is 'morning: after a night that went well; missed: only that nights did not run; failed: only that a night failed';
