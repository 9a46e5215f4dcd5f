-- On which Beijing day a stock range was answered: the bars that were not in it count as absent on that day, and on no other.
alter table sync_stock add column answered_on text;
