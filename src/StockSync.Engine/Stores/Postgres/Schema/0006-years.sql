-- A year that is over may be one partition from here on. A module of before would add months to it; this number keeps it away.
comment on table daily_stock_data is 'Daily bars of Chinese A shares. A partition for each year that is over, and for each month of the present year.';
