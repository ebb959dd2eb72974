-- A row for each transaction that changed a topic is kept for a while only: of more than two hundred, those that are committed
-- become a number. The count that pages compare is the same before and after, so nobody reads anything anew.

create table private.topic_totals (
  district_id bigint,
  topic text not null,
  changes bigint not null,
  constraint topic_totals_once unique nulls not distinct (district_id, topic)
);
comment on table private.topic_totals is 'How many transactions changed a topic of a district, without those that private.topic_changes still lists.';

create function private.most_topic_changes() returns integer
language sql immutable parallel safe set search_path = '' as $$ select 200 $$;
comment on function private.most_topic_changes is 'How many changes of a topic of a district are listed before they are added up.';

create function private.fold_topic(district bigint, chosen_topic text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  folded bigint;
begin
  if (select count(*) from (
      select from private.topic_changes c where c.topic = chosen_topic and (c.district_id = district or (district is null and c.district_id is null))
      limit private.most_topic_changes() + 1) listed) <= private.most_topic_changes() then
    return;
  end if;
  -- One at a time, and nobody waits for the other.
  if not pg_try_advisory_xact_lock(hashtextextended('topic ' || chosen_topic, coalesce(district, 0))) then
    return;
  end if;
  delete from private.topic_changes c
  where c.topic = chosen_topic and (c.district_id = district or (district is null and c.district_id is null))
    and c.transaction_id <> pg_current_xact_id();
  get diagnostics folded = row_count;
  insert into private.topic_totals as t (district_id, topic, changes) values (district, chosen_topic, folded)
  on conflict (district_id, topic) do update set changes = t.changes + excluded.changes;
end $$;
comment on function private.fold_topic is 'Adds up the changes of a topic that are listed, where they are many; that of this transaction stays, so that it counts once.';

create or replace function private.note_topic() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  districts bigint[];
begin
  execute format('select array_agg(distinct (%s)::bigint) from changed c where %s', tg_argv[1], tg_argv[2]) into districts;
  insert into private.topic_changes (district_id, topic) select d, tg_argv[0] from unnest(districts) d on conflict do nothing;
  perform private.fold_topic(d, tg_argv[0]) from unnest(districts) d;
  return null;
end $$;

create or replace function private.topic_versions(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_object_agg(counted.topic, counted.changes), '{}')
  from (
    select each.topic, sum(each.changes)::bigint as changes
    from (
      select c.topic, count(*) as changes from private.topic_changes c where c.district_id = district or c.district_id is null group by c.topic
      union all
      select t.topic, t.changes from private.topic_totals t where t.district_id = district or t.district_id is null
    ) each group by each.topic
  ) counted
$$;
