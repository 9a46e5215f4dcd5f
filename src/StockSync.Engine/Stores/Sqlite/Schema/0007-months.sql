-- By stock alone, each stock has a page of the index that is filled next: a new day of 5,200 stocks wrote 5,200 pages, and a whole history most
-- of its log. By month and stock a day goes to the pages of its month, and a stock's history is found month by month.
drop index if exists daily_stock_data_stock_code;

create index if not exists daily_stock_data_month on daily_stock_data (substr(trade_date, 1, 7), stock_code);

-- What the planner needs to know to look a stock up so, whatever a copy holds: 5,000 stocks a day, 20 days a month. A sample would mislead it.
analyze sync_copy;

delete from sqlite_stat1;

insert into sqlite_stat1 (tbl, idx, stat) values
    ('daily_stock_data', 'daily_stock_data', '10000000 5000 1'),
    ('daily_stock_data', 'daily_stock_data_month', '10000000 100000 20 1');

analyze sqlite_schema;
