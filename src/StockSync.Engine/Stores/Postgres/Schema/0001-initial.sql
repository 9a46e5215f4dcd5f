-- Bars: one partition a month, made on demand. With the key first by stock, both reads (a day, a stock) stay within few pages, and a
-- new day touches one page per stock of its month only, not of the whole history.
create table daily_stock_data (
    stock_code varchar(6) not null,
    trade_date date not null,
    open_price numeric(12,4),
    high_price numeric(12,4),
    low_price numeric(12,4),
    close_price numeric(12,4),
    preclose_price numeric(12,4),
    volume bigint,
    amount numeric(20,4),
    change_pct numeric(12,6),
    change_amount numeric(12,4),
    turnover_rate numeric(12,6),
    amplitude numeric(14,6),
    trade_status boolean not null,
    is_st boolean not null,
    pe_ttm numeric(20,6),
    pb_mrq numeric(20,6),
    ps_ttm numeric(20,6),
    pcf_ncf_ttm numeric(20,6),
    primary key (stock_code, trade_date)
) partition by range (trade_date);

create index daily_stock_data_trade_date on daily_stock_data (trade_date);

create table stock (
    stock_code varchar(6) primary key,
    exchange text not null,
    name text not null,
    listed_on date not null,
    delisted_on date,
    updated_at timestamptz not null
);

create table trading_calendar (
    trade_date date primary key,
    is_open boolean not null,
    as_of date not null
);

create table sync_run (
    run_id text primary key,
    kind text not null,
    status text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    last_seen_at timestamptz,
    from_date date,
    to_date date,
    shape text not null,
    days integer not null,
    days_settled integer not null,
    days_completed integer not null,
    days_complete_before integer not null,
    failed_stocks integer not null,
    rows_inserted bigint not null,
    rows_updated bigint not null,
    rows_unchanged bigint not null,
    rows_quarantined bigint not null,
    requests integer not null,
    estimated_requests integer not null,
    estimated_seconds double precision not null,
    retries integer not null,
    bytes_in bigint not null,
    bytes_out bigint not null,
    batch_sizes text,
    host text,
    process_id integer not null,
    module_version text,
    message text
);

create index sync_run_started_at on sync_run (started_at);

create table sync_day (
    trade_date date primary key,
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
    settled_at timestamptz,
    reason text
);

create table sync_day_exception (
    trade_date date not null,
    stock_code varchar(6) not null,
    state text not null,
    reason text not null,
    primary key (trade_date, stock_code)
);

create table sync_stock (
    stock_code varchar(6) not null,
    from_date date not null,
    to_date date not null,
    primary key (stock_code, from_date, to_date)
);

create table sync_failure (
    stock_code varchar(6) not null,
    from_date date not null,
    to_date date not null,
    reason text not null,
    attempts integer not null,
    first_error text,
    last_error text,
    first_failed_at timestamptz not null,
    last_failed_at timestamptz not null,
    run_id text,
    primary key (stock_code, from_date, to_date)
);

create table sync_quarantine (
    stock_code varchar(6) not null,
    trade_date date not null,
    rule text not null,
    row_text text not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    run_id text,
    primary key (stock_code, trade_date)
);

create index sync_quarantine_trade_date on sync_quarantine (trade_date);

-- One row for ever, so that taking the lease is always a change of a row that can be locked.
create table sync_lease (
    id integer primary key check (id = 1),
    run_id text,
    epoch bigint not null,
    host text not null,
    boot_id text not null,
    process_id integer not null,
    process_start text not null,
    expiry_seconds double precision not null,
    acquired_at timestamptz not null,
    heartbeat_at timestamptz not null
);

insert into sync_lease (id, epoch, host, boot_id, process_id, process_start, expiry_seconds, acquired_at, heartbeat_at)
values (1, 0, '', '', 0, '', 0, 'epoch', 'epoch');

create table sync_budget (
    endpoint text not null,
    beijing_day date not null,
    reserved integer not null,
    granted integer not null,
    primary key (endpoint, beijing_day)
);

create table sync_service (
    endpoint text primary key,
    supports_market_day boolean,
    market_day_seconds double precision,
    stock_range_seconds double precision,
    blocked_until timestamptz,
    blocked_reason text
);
