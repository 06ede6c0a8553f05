-- The number of the case that a case is about, such as that of a complaint: a case of this store, or the
-- number of a case on paper.
alter table instance add column linked_to text;
create index instance_linked on instance (linked_to, instance) where linked_to is not null;
