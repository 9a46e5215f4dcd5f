-- What must be remembered to tell a day that is complete from one of which the service only has not said everything yet.

-- Stocks without a row, as intervals: months of absence are one record.
create table sync_absence (
    stock_code text not null,
    from_date text not null,
    to_date text not null,
    state text not null,
    reason text not null,
    first_on text not null,
    last_on text not null,
    answers integer not null,
    list_day text,
    checks integer not null default 0,
    check_on text,
    note text,
    primary key (stock_code, from_date)
) without rowid;

create index sync_absence_to_date on sync_absence (to_date);

-- What was recorded by day so far, joined over neighbouring trading days. It rests on one answer.
insert into sync_absence (stock_code, from_date, to_date, state, reason, first_on, last_on, answers, list_day)
select stock_code, min(trade_date), max(trade_date), state, reason, min(settled_on), max(settled_on), 1,
    case when state = 'NotListed' then min(trade_date) end
from (
    select e.stock_code, e.trade_date, e.state, e.reason,
        coalesce(substr(d.settled_at, 1, 10), e.trade_date) as settled_on,
        n.number - row_number() over (partition by e.stock_code, e.state, e.reason order by e.trade_date) as island
    from sync_day_exception e
    join (
        select trade_date, row_number() over (order by trade_date) as number
        from (select trade_date from sync_day union select trade_date from sync_day_exception union select trade_date from trading_calendar where is_open)
    ) n on n.trade_date = e.trade_date
    left join sync_day d on d.trade_date = e.trade_date
)
group by stock_code, state, reason, island;

drop table sync_day_exception;

alter table sync_day add column waiting integer not null default 0;
alter table sync_day add column answers integer not null default 0;
alter table sync_day add column answered_on text;
alter table sync_day add column list_size integer;
alter table sync_day add column note text;

-- The code under which the service keeps the whole history now: rows of the old code stay and count nowhere.
alter table stock add column replaced_by text;

-- On how many Beijing days the service said so.
alter table trading_calendar add column answers integer not null default 1;

-- What the service said and what counts only when it says so again on another Beijing day, or when a person accepts it.
create table sync_claim (
    kind text not null,
    subject text not null,
    digest text not null,
    detail text not null,
    answers integer not null,
    first_on text not null,
    last_on text not null,
    accepted_at text,
    note text,
    primary key (kind, subject)
) without rowid;

-- Which stocks this is a copy of; of an older database that is derived from its rows, and its complete days are judged anew.
create table sync_copy (
    id integer primary key check (id = 1),
    is_whole integer,
    is_told integer not null,
    is_checked integer not null
) without rowid;

insert into sync_copy (id, is_whole, is_told, is_checked)
select 1, null, 0, not exists (select 1 from sync_day);

create table sync_copy_stock (
    stock_code text primary key
) without rowid;
