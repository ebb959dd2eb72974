-- Absences and the duty roster out of a file and into one. Each row is written by the rules that hold for one that is typed; one that
-- is refused is said in words and leaves the others alone.

create index people_name_idx on public.people (district_id, name);

create function private.rostered_person(district bigint, number text, name text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  said_number constant text := btrim(coalesce(number, ''));
  said_name constant text := btrim(coalesce(name, ''));
  found_one public.people;
begin
  if said_number = '' and said_name = '' then
    raise exception 'person-missing' using errcode = 'P0001';
  end if;
  if said_number = '' then
    select * into found_one from public.people p where p.district_id = rostered_person.district and p.name = said_name order by p.id limit 1;
    if exists (select from public.people p where p.district_id = rostered_person.district and p.name = said_name and p.id <> found_one.id) then
      raise exception 'person-ambiguous' using errcode = 'P0001', detail = json_build_object('value', left(said_name, 60))::text;
    end if;
  else
    select * into found_one from public.people p where p.district_id = rostered_person.district and p.source_id = said_number;
  end if;
  if found_one.id is null then
    raise exception 'person-unknown' using errcode = 'P0001', detail = json_build_object('value', left(coalesce(nullif(said_number, ''), said_name), 60))::text;
  end if;
  if said_name <> '' and found_one.name <> said_name then
    raise exception 'number-of-another' using errcode = 'P0001', detail = json_build_object('value', found_one.name)::text;
  end if;
  return found_one.id;
end $$;
comment on function private.rostered_person is
  'Who of the staff of a district is meant by a row: by work number, else by a name that nobody else has; raises person-missing, person-unknown, person-ambiguous, number-of-another { value }. Security definer: reads the staff whoever asks; called for those who may change it.';

create function private.rostered_substitute(district bigint, word text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  said constant text := btrim(coalesce(word, ''));
begin
  if said = '' then
    return null;
  end if;
  return coalesce((select p.id from public.people p where p.district_id = rostered_substitute.district and p.source_id = said),
    private.rostered_person(district, '', said));
end $$;
comment on function private.rostered_substitute is
  'Who of the staff is meant by a work number or else a name, null for a blank; raises person-unknown, person-ambiguous { value }. Security definer: as private.rostered_person.';

create function private.rostered_area(district bigint, word text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  said constant text := btrim(coalesce(word, ''));
  found_one bigint;
begin
  if said = '' then
    raise exception 'area-missing' using errcode = 'P0001';
  end if;
  select a.id into found_one from public.areas a where a.district_id = rostered_area.district and (a.code = said or a.name = said)
  order by (a.code = said) desc, a.id limit 1;
  if not found then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('value', left(said, 60))::text;
  end if;
  if exists (select from public.areas a where a.district_id = rostered_area.district and a.name = said and a.code <> said and a.id <> found_one) then
    raise exception 'area-ambiguous' using errcode = 'P0001', detail = json_build_object('value', left(said, 60))::text;
  end if;
  return found_one;
end $$;
comment on function private.rostered_area is
  'Which area of a district is meant by a code or else a name that no other has; raises area-missing, area-unknown, area-ambiguous { value }. Security definer: as private.rostered_person.';

create function private.rostered_refusal(number integer, code text, detail text) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  said constant jsonb := nullif(detail, '')::jsonb;
begin
  return jsonb_build_object('number', rostered_refusal.number, 'code', code, 'detail', concat_ws(' ',
    coalesce(said ->> 'value', said ->> 'name', said ->> 'area'), said ->> 'since', said ->> 'until', said ->> 'weekday', said ->> 'begins', said ->> 'ends'));
end $$;
comment on function private.rostered_refusal is 'A row that was refused, as a report has it: { number, code, detail }.';

create function public.take_absences(district bigint, rows jsonb, write boolean, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(case when write then client_key end, 'take_absences', jsonb_build_array(district, md5(rows::text)));
  held constant bigint := private.setup_district(take_absences.district, '{planner,admin}');
  one record;
  there public.absences;
  who bigint;
  other bigint;
  since date;
  until date;
  why text;
  taken bigint[] := '{}';
  people bigint[] := '{}';
  refused jsonb[] := '{}';
  added integer := 0;
  changed integer := 0;
begin
  if known is not null then
    return known;
  end if;
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) > 20000 then
    raise exception 'roster-malformed' using errcode = 'P0001', detail = json_build_object('atMost', 20000)::text;
  end if;
  begin
    for one in select r.* from jsonb_to_recordset(take_absences.rows) r (number integer, source text, name text, since text, until text, substitute text) order by r.number loop
      begin
        who := private.rostered_person(held, one.source, one.name);
        since := private.given_date(one.since, 'since');
        until := private.given_date(one.until, 'until');
        if since is null then
          raise exception 'date-missing' using errcode = 'P0001';
        end if;
        perform private.refuse_reversed(since, until);
        other := private.rostered_substitute(held, one.substitute);
        select * into there from public.absences a where a.person_id = who and a.first_day = since;
        if there.id = any (taken) then
          raise exception 'row-repeated' using errcode = 'P0001';
        end if;
        if there.id is null then
          insert into public.absences (district_id, person_id, first_day, last_day, substitute_id) values (held, who, since, until, other) returning * into there;
          added := added + 1;
        elsif (there.last_day, there.substitute_id) is distinct from (until, other) then
          update public.absences a set last_day = until, substitute_id = other where a.id = there.id;
          changed := changed + 1;
        end if;
        taken := taken || there.id;
        people := people || who;
      exception when raise_exception then
        get stacked diagnostics why = pg_exception_detail;
        refused := refused || private.rostered_refusal(one.number, sqlerrm, why);
      end;
    end loop;
    if not take_absences.write then
      raise exception sqlstate 'GWASK';
    end if;
  exception when sqlstate 'GWASK' then
    -- What was written to be judged is gone again.
    null;
  end;
  return private.end_intent(case when write then client_key end, jsonb_build_object('rows', jsonb_array_length(rows), 'refused', to_jsonb(refused),
    'people', (select count(distinct p) from unnest(people) p), 'added', added, 'changed', changed, 'isWritten', write));
end $$;
comment on function public.take_absences is
  'Reads absences out of a file [{ number, source, name, since, until, substitute }], words as a file has them: people by work number, else a name that nobody else has; the substitute by either; days as YYYY-MM-DD, until: the last day, included. Rows are judged in the order of their numbers, each after those before it. The absence of a person from a day is one: again it is changed. Returns { rows, refused: [{ number, code, detail }], people, added, changed, isWritten }; with write, the rows that are not refused are there afterwards. Errors: not-allowed, roster-malformed, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.take_absences to authenticated;

create function public.take_duty(district bigint, rows jsonb, write boolean, client_key uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  known constant jsonb := private.begin_intent(case when write then client_key end, 'take_duty', jsonb_build_array(district, md5(rows::text)));
  held constant bigint := private.setup_district(take_duty.district, '{planner,admin}');
  today constant date := private.local_date(held, now());
  one record;
  there public.duty_shifts;
  who bigint;
  place bigint;
  since date;
  until date;
  starting time;
  ending time;
  day smallint;
  why text;
  taken bigint[] := '{}';
  written bigint[];
  people bigint[] := '{}';
  refused jsonb[] := '{}';
  added integer := 0;
  changed integer := 0;
  more integer;
  other integer;
begin
  if known is not null then
    return known;
  end if;
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) > 20000 then
    raise exception 'roster-malformed' using errcode = 'P0001', detail = json_build_object('atMost', 20000)::text;
  end if;
  begin
    for one in select r.* from jsonb_to_recordset(take_duty.rows) r (number integer, source text, name text, area text, weekdays text, begins text, ends text, since text, until text) order by r.number loop
      begin
        who := private.rostered_person(held, one.source, one.name);
        place := private.rostered_area(held, one.area);
        if coalesce(one.weekdays, '') !~ '^[1-7](,[1-7]){0,6}$' then
          raise exception 'weekdays-malformed' using errcode = 'P0001', detail = json_build_object('value', left(one.weekdays, 60))::text;
        end if;
        starting := private.given_time(one.begins);
        ending := private.given_time(one.ends);
        since := coalesce(private.given_date(one.since, 'since'), today);
        until := private.given_date(one.until, 'until');
        perform private.refuse_reversed(since, until);
        written := '{}';
        more := 0;
        other := 0;
        foreach day in array string_to_array(one.weekdays, ',')::smallint[] loop
          select * into there from public.duty_shifts s
          where s.area_id = place and s.person_id = who and s.weekday = day and s.begins = starting and s.first_day = since;
          if there.id = any (taken) or there.id = any (written) then
            raise exception 'row-repeated' using errcode = 'P0001';
          end if;
          if there.id is null then
            insert into public.duty_shifts (district_id, area_id, person_id, weekday, begins, ends, first_day, last_day)
            values (held, place, who, day, starting, ending, since, until) returning * into there;
            more := more + 1;
          elsif (there.ends, there.last_day) is distinct from (ending, until) then
            update public.duty_shifts s set ends = ending, last_day = until where s.id = there.id;
            other := other + 1;
          end if;
          written := written || there.id;
        end loop;
        taken := taken || written;
        people := people || who;
        added := added + more;
        changed := changed + other;
      exception when raise_exception then
        get stacked diagnostics why = pg_exception_detail;
        refused := refused || private.rostered_refusal(one.number, sqlerrm, why);
      end;
    end loop;
    if not take_duty.write then
      raise exception sqlstate 'GWASK';
    end if;
  exception when sqlstate 'GWASK' then
    -- What was written to be judged is gone again.
    null;
  end;
  return private.end_intent(case when write then client_key end, jsonb_build_object('rows', jsonb_array_length(rows), 'refused', to_jsonb(refused),
    'people', (select count(distinct p) from unnest(people) p), 'added', added, 'changed', changed, 'isWritten', write));
end $$;
comment on function public.take_duty is
  'Reads a weekly duty roster out of a file [{ number, source, name, area, weekdays, begins, ends, since, until }], words as a file has them: people by work number, else a name that nobody else has; the area by code or name; weekdays as 1,3,5 (1 Monday); times as HH:MM, ends at or before begins: into the next day; days as YYYY-MM-DD, since: today where blank, until: the last day, included. Rows are judged in the order of their numbers, each after those before it. Returns { rows, refused: [{ number, code, detail }], people, added, changed, isWritten }, shifts counted by day of the week; with write, the rows that are not refused are there afterwards. Errors: not-allowed, roster-malformed, sent-otherwise. Security definer: one question of the right.';
grant execute on function public.take_duty to authenticated;

create function public.list_duty(area bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  chosen public.areas;
begin
  select * into chosen from public.areas a where a.id = list_duty.area;
  if chosen.id is null or chosen.district_id not in (select private.roster_districts()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('area', list_duty.area)::text;
  end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('source', w.source_id, 'name', w.name, 'area', w.area_id, 'weekdays', w.weekdays,
      'begins', to_char(w.begins, 'HH24:MI'), 'ends', to_char(w.ends, 'HH24:MI'), 'firstDay', w.first_day, 'lastDay', w.last_day)
      order by w.code, w.first_day, w.begins, w.name, w.source_id, w.ends, w.last_day), '[]')
    from (
      select place.id as area_id, place.code, p.source_id, p.name, s.begins, s.ends, s.first_day, s.last_day, jsonb_agg(s.weekday order by s.weekday) as weekdays
      from public.areas place join public.duty_shifts s on s.area_id = place.id join public.people p on p.id = s.person_id
      where place.path operator(extensions.<@) chosen.path
      group by place.id, place.code, p.id, p.source_id, p.name, s.begins, s.ends, s.first_day, s.last_day) w);
end $$;
comment on function public.list_duty is
  'The weekly duty roster of an area and those below it as it was laid down, a row for the days of the week that are alike: [{ source (the work number), name, area, weekdays, begins, ends, firstDay, lastDay }]. Error: not-allowed. Security definer: one question of the right.';
grant execute on function public.list_duty to authenticated;
