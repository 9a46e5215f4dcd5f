-- What a service costs, learned run by run: a small JSON document, for each kind its mean, its weight and when it was measured.
alter table sync_service add column costs text;
