-- Several machines at one run: who works at it, the plans that it shares, and their units.
alter table sync_run
    add column workers integer not null default 0,
    add column worker_hosts text;

create table sync_worker (
    worker_id text primary key,
    run_id text not null,
    host text not null,
    process_id integer not null,
    endpoint text not null,
    state text not null,
    joined_at timestamptz not null,
    heartbeat_at timestamptz not null,
    ended_at timestamptz,
    requests integer not null default 0,
    retries integer not null default 0,
    bytes_in bigint not null default 0,
    bytes_out bigint not null default 0,
    source_errors integer not null default 0,
    fetch_seconds double precision not null default 0,
    store_seconds double precision not null default 0,
    wait_seconds double precision not null default 0
);

create index sync_worker_run_id on sync_worker (run_id);

create table sync_plan (
    run_id text not null,
    plan_no integer not null,
    content text not null,
    published_at timestamptz not null,
    primary key (run_id, plan_no)
);

create table sync_unit (
    run_id text not null,
    plan_no integer not null,
    unit_no integer not null,
    shape text not null,
    stock_code varchar(6) not null,
    from_date date not null,
    to_date date not null,
    has_rows boolean not null,
    state text not null,
    worker_id text,
    primary key (run_id, plan_no, unit_no)
);

-- Claims look for the next pending unit, whatever lies before it.
create index sync_unit_pending on sync_unit (run_id, plan_no, shape, unit_no) where state = 'Pending';

-- What workers wrote into days that only the run itself settles, when all stocks are through.
create table sync_worker_day (
    worker_id text not null,
    run_id text not null,
    plan_no integer not null,
    trade_date date not null,
    inserted integer not null,
    updated integer not null,
    unchanged integer not null,
    primary key (worker_id, plan_no, trade_date)
);
