-- A file belongs to one machine, so nobody joins; the record of a run has the same columns everywhere.
alter table sync_run add column workers integer not null default 0;
alter table sync_run add column worker_hosts text;
