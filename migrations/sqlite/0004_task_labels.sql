-- What people read of the item that a task is for: a subprocess runs its steps for each item of a list.
alter table task add column label text not null default '';
