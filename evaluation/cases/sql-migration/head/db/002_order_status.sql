alter table orders add column status varchar(20);
update orders set status = 'open' where status <> 'paid';
alter table orders alter column status set not null;
