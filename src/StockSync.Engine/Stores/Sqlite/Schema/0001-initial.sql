-- Bars. Key first by day: a new day goes to the end of the tree. Numbers are the nearest double of the published decimal, so a cell
-- shows what was published; trade_date is ISO text.
create table daily_stock_data (
    stock_code text not null,
    trade_date text not null,
    open_price real,
    high_price real,
    low_price real,
    close_price real,
    preclose_price real,
    volume integer,
    amount real,
    change_pct real,
    change_amount real,
    turnover_rate real,
    amplitude real,
    trade_status integer not null,
    is_st integer not null,
    pe_ttm real,
    pb_mrq real,
    ps_ttm real,
    pcf_ncf_ttm real,
    primary key (trade_date, stock_code)
) without rowid;

create index daily_stock_data_stock_code on daily_stock_data (stock_code);

create table stock (
    stock_code text primary key,
    exchange text not null,
    name text not null,
    listed_on text not null,
    delisted_on text,
    updated_at text not null
) without rowid;

create table trading_calendar (
    trade_date text primary key,
    is_open integer not null,
    as_of text not null
) without rowid;

create table sync_run (
    run_id text primary key,
    kind text not null,
    status text not null,
    started_at text not null,
    ended_at text,
    last_seen_at text,
    from_date text,
    to_date text,
    shape text not null,
    days integer not null,
    days_settled integer not null,
    days_completed integer not null,
    days_complete_before integer not null,
    failed_stocks integer not null,
    rows_inserted integer not null,
    rows_updated integer not null,
    rows_unchanged integer not null,
    rows_quarantined integer not null,
    requests integer not null,
    estimated_requests integer not null,
    estimated_seconds real not null,
    retries integer not null,
    bytes_in integer not null,
    bytes_out integer not null,
    batch_sizes text,
    host text,
    process_id integer not null,
    module_version text,
    message text
) without rowid;

create index sync_run_started_at on sync_run (started_at);

create table sync_day (
    trade_date text primary key,
    status text not null,
    expected integer not null,
    stored integer not null,
    suspended integer not null,
    late integer not null,
    failed integer not null,
    quarantined integer not null,
    inserted integer not null,
    updated integer not null,
    unchanged integer not null,
    attempts integer not null,
    run_id text,
    settled_at text,
    reason text
) without rowid;

create table sync_day_exception (
    trade_date text not null,
    stock_code text not null,
    state text not null,
    reason text not null,
    primary key (trade_date, stock_code)
) without rowid;

create table sync_stock (
    stock_code text not null,
    from_date text not null,
    to_date text not null,
    primary key (stock_code, from_date, to_date)
) without rowid;

create table sync_failure (
    stock_code text not null,
    from_date text not null,
    to_date text not null,
    reason text not null,
    attempts integer not null,
    first_error text,
    last_error text,
    first_failed_at text not null,
    last_failed_at text not null,
    run_id text,
    primary key (stock_code, from_date, to_date)
) without rowid;

create table sync_quarantine (
    stock_code text not null,
    trade_date text not null,
    rule text not null,
    row_text text not null,
    first_seen_at text not null,
    last_seen_at text not null,
    run_id text,
    primary key (stock_code, trade_date)
) without rowid;

create index sync_quarantine_trade_date on sync_quarantine (trade_date);

-- One row for ever, so that taking the lease is always a change of a row that can be locked.
create table sync_lease (
    id integer primary key check (id = 1),
    run_id text,
    epoch integer not null,
    host text not null,
    boot_id text not null,
    process_id integer not null,
    process_start text not null,
    expiry_seconds real not null,
    acquired_at text not null,
    heartbeat_at text not null
) without rowid;

insert into sync_lease (id, epoch, host, boot_id, process_id, process_start, expiry_seconds, acquired_at, heartbeat_at)
values (1, 0, '', '', 0, '', 0, '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z');

create table sync_budget (
    endpoint text not null,
    beijing_day text not null,
    reserved integer not null,
    granted integer not null,
    primary key (endpoint, beijing_day)
) without rowid;

create table sync_service (
    endpoint text primary key,
    supports_market_day integer,
    market_day_seconds real,
    stock_range_seconds real,
    blocked_until text,
    blocked_reason text
) without rowid;
