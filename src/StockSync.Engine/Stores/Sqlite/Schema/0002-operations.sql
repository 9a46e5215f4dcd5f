-- What operation needs: more of each run, alerts with their outbox, scheduled tries, sizes.
alter table sync_run add column slot text;
alter table sync_run add column error_id text;
alter table sync_run add column expected_rows integer not null default 0;
alter table sync_run add column stored_rows integer not null default 0;
alter table sync_run add column suspended_rows integer not null default 0;
alter table sync_run add column late_rows integer not null default 0;
alter table sync_run add column failed_rows integer not null default 0;
alter table sync_run add column source_errors integer not null default 0;
alter table sync_run add column latency_p50 real;
alter table sync_run add column latency_p95 real;
alter table sync_run add column fetch_seconds real not null default 0;
alter table sync_run add column store_seconds real not null default 0;
alter table sync_run add column wait_seconds real not null default 0;

-- Each commit counts the days of its run.
create index sync_day_run_id on sync_day (run_id);

-- Runs of before: as far as their days still tell it; times were not taken then.
update sync_run set (expected_rows, stored_rows, suspended_rows, late_rows, failed_rows) = (
    select coalesce(sum(d.expected), 0), coalesce(sum(d.stored), 0), coalesce(sum(d.suspended), 0), coalesce(sum(d.late), 0),
        coalesce(sum(d.failed), 0)
    from sync_day d where d.run_id = sync_run.run_id);

create table sync_alert (
    rule text not null,
    scope text not null,
    severity text not null,
    state text not null,
    title text not null,
    opened_at text not null,
    seen_at text not null,
    resolved_at text,
    notified_at text,
    times_seen integer not null,
    run_id text,
    primary key (rule, scope)
) without rowid;

create table sync_outbox (
    message_id text not null,
    channel text not null,
    alert_id text,
    kind text not null,
    severity text not null,
    state text not null,
    content text not null,
    created_at text not null,
    not_before text not null,
    claimed_until text,
    delivered_at text,
    attempts integer not null,
    last_error text,
    run_id text,
    primary key (message_id, channel)
) without rowid;

create index sync_outbox_state on sync_outbox (state, not_before);

create table sync_try (
    try_id text primary key,
    slot text,
    slot_number integer not null,
    trade_date text,
    due_at text,
    started_at text not null,
    ended_at text,
    outcome text not null,
    exit_code integer not null,
    missed integer not null,
    run_id text,
    expected integer not null,
    succeeded integer not null,
    failed integer not null,
    error_id text,
    message text,
    next_at text,
    host text
) without rowid;

create index sync_try_started_at on sync_try (started_at);

create table sync_size (
    beijing_day text primary key,
    bytes integer not null
) without rowid;
