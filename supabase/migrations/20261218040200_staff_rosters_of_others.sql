-- A roster is not taken for what it may not mean: an area whose name another has as well, and a work number that the staff knows by another name.
create or replace function private.read_roster(district bigint, given jsonb) returns table (
  number integer, source text, name text, telephone text, organisation text, department_id bigint, area_id bigint, post_id bigint,
  grid_id bigint, place_id bigint, since date, until date, person_id bigint, refusal text, detail text)
language sql stable security definer set search_path = '' set enable_nestloop = off set jit = off as $$
  with listed as materialized (
    select r.number, btrim(coalesce(r.source, '')) as source, btrim(coalesce(r.name, '')) as name, btrim(coalesce(r.telephone, '')) as telephone,
      btrim(coalesce(r.organisation, '')) as organisation, btrim(coalesce(r.department, '')) as department, btrim(coalesce(r.area, '')) as area,
      btrim(coalesce(r.post, '')) as post, btrim(coalesce(r.grid, '')) as grid, btrim(coalesce(r.since, '')) as since_word,
      btrim(coalesce(r.until, '')) as until_word, private.roster_day(r.since) as since, private.roster_day(r.until) as until
    from jsonb_to_recordset(given) r (number integer, source text, name text, telephone text, organisation text, department text, area text,
      post text, grid text, since text, until text)
  ), namesakes as materialized (
    select a.name from public.areas a where a.district_id = read_roster.district group by a.name having count(*) > 1
  ), today as (
    select private.local_date(read_roster.district, now()) as day
  ), in_force as materialized (
    select g.id, g.code, g.level, g.scheme_id, g.community_id from private.grids_in_force g where g.district_id = read_roster.district
  ), schemes as materialized (
    select distinct g.scheme_id from in_force g
  ), posts as materialized (
    select p.* from public.scheme_posts p where p.scheme_id in (select s.scheme_id from schemes s)
  ), matched as materialized (
    select l.*, d.id as department_id, a.id as area_id, a.kind as area_kind, g.id as grid_id, g.scheme_id, g.level, t.day,
      case when l.source <> '' then k.id else n.id end as known_id, k.name as known_name, a.code <> l.area and namesakes.name is not null as is_namesake,
      (select count(*) from posts p where p.name = l.post or p.name_en = l.post or p.code = l.post) as posts_named,
      -- The post of the grid's own scheme and level, else one that is held in areas.
      (select p.id from posts p where (p.name = l.post or p.name_en = l.post or p.code = l.post)
        and case when l.grid <> '' then p.scheme_id = g.scheme_id and p.level = g.level and p.basis = 'grid' else p.basis <> 'grid' end
        order by p.id limit 1) as post_id
    from listed l cross join today t
    left join public.departments d on d.district_id = read_roster.district and d.name = l.department and l.department <> ''
    left join lateral (
      select here.id, here.kind, here.code from public.areas here
      where here.district_id = read_roster.district and l.area <> '' and (here.code = l.area or here.name = l.area)
      order by (here.code = l.area) desc, here.id limit 1) a on true
    left join in_force g on g.code = l.grid and l.grid <> ''
    left join namesakes on namesakes.name = l.area
    left join public.people k on k.district_id = read_roster.district and k.source_id = l.source and l.source <> ''
    left join (select p.name, p.work_telephone, min(p.id) as id from public.people p where p.district_id = read_roster.district group by 1, 2) n
      on l.source = '' and n.name = l.name and n.work_telephone = l.telephone
  ), placed as materialized (
    select m.*, p.exclusive, p.basis, p.per_grid, p.span,
      case when p.basis = 'district' then read_roster.district when p.basis <> 'grid' then m.area_id end as place_id,
      coalesce(nullif(m.source, ''), m.name || ' ' || m.telephone) as who,
      case when m.post <> '' then coalesce(m.since, m.day) end as begins
    from matched m left join public.scheme_posts p on p.id = m.post_id
  ), judged as materialized (
    select w.*, case
      when w.name = '' then 'name-required'
      when length(w.name) > 100 or length(w.source) > 400 or length(w.organisation) > 400 then 'text-too-long'
      when w.telephone !~ '^[-+0-9 ()#*转/]{0,40}$' then 'telephone-malformed'
      when w.department <> '' and w.department_id is null then 'department-unknown'
      when w.area <> '' and w.area_id is null then 'area-unknown'
      when w.is_namesake then 'area-ambiguous'
      when w.known_name <> w.name then 'number-of-another'
      when w.since = '0001-01-01' then 'date-malformed'
      when w.until = '0001-01-01' then 'date-malformed'
      when w.until < w.begins then 'dates-reversed'
      when w.grid <> '' and w.grid_id is null then 'grid-unknown'
      when w.grid <> '' and w.post = '' then 'post-missing'
      when w.post <> '' and w.posts_named = 0 then 'post-unknown'
      when w.post <> '' and w.post_id is null and w.grid = '' then 'post-without-grid'
      when w.post <> '' and w.post_id is null then 'post-outside-scheme'
      when w.basis = 'community' and w.area_kind is distinct from 'community' then 'post-held-elsewhere'
      when w.basis = 'households' and w.area_id is null then 'post-held-elsewhere' end as refusal
    from placed w
  ), here as materialized (
    select distinct j.number from judged j join judged o on o.who = j.who and o.number < j.number
      and (o.post_id, o.grid_id, o.place_id) is distinct from (j.post_id, j.grid_id, j.place_id)
      and o.begins < coalesce(j.until, 'infinity') and coalesce(o.until, 'infinity') > j.begins
    where j.refusal is null and o.refusal is null and j.exclusive and o.exclusive
  ), there as materialized (
    select j.number, min(coalesce(g.code, x.name)) as place
    from judged j join public.assignments a on a.person_id = j.known_id
      and (a.post_id, a.grid_id, a.area_id, a.since) is distinct from (j.post_id, j.grid_id, j.place_id, j.begins)
      and a.since < coalesce(j.until, 'infinity') and coalesce(a.until, 'infinity') > j.begins
    join public.scheme_posts sp on sp.id = a.post_id and sp.exclusive
    left join public.grids g on g.id = a.grid_id left join public.areas x on x.id = a.area_id
    where j.refusal is null and j.exclusive group by j.number
  ), among as materialized (
    select j.*, first_value(j.name) over (partition by j.who order by j.number) as first_name,
      row_number() over (partition by j.who, j.post_id, j.grid_id, j.place_id, j.begins order by j.number) as again,
      here.number is not null as double_here, there.place as double_there
    from judged j left join here on here.number = j.number left join there on there.number = j.number
  ), crowded as (
    select a.*, case when a.refusal is null and a.exclusive and a.basis <> 'households' then
        count(*) filter (where a.refusal is null and a.again = 1 and not a.double_here and a.double_there is null) over (partition by a.post_id, a.grid_id, a.place_id order by a.number)
        + (select count(distinct h.person_id) from public.assignments h where h.post_id = a.post_id and h.grid_id is not distinct from a.grid_id
          and h.area_id is not distinct from a.place_id and h.person_id is distinct from a.known_id
          and h.since < coalesce(a.until, 'infinity') and coalesce(h.until, 'infinity') > a.begins
          and (h.person_id, h.post_id, coalesce(h.grid_id, h.area_id)) not in (
            select o.known_id, o.post_id, coalesce(o.grid_id, o.place_id) from judged o where o.known_id is not null and o.post_id is not null)) end as crowd,
      case when a.refusal is null and a.span is not null then
        count(*) filter (where a.refusal is null and a.again = 1) over (partition by a.who, a.post_id order by a.number) end as spanned
    from among a
  )
  select c.number, c.source, c.name, c.telephone, c.organisation, c.department_id, c.area_id, c.post_id, c.grid_id, c.place_id, c.begins, c.until, c.known_id,
    coalesce(c.refusal, case
      when c.first_name <> c.name then 'number-of-another'
      when c.again > 1 then 'row-repeated'
      when c.double_here or c.double_there is not null then 'person-on-exclusive-post'
      when c.crowd > c.per_grid then 'post-full'
      when c.spanned > c.span then 'span-exceeded' end),
    case c.refusal when 'text-too-long' then left(case when length(c.name) > 100 then c.name when length(c.source) > 400 then c.source else c.organisation end, 60)
      when 'telephone-malformed' then left(c.telephone, 60) when 'department-unknown' then left(c.department, 60) when 'area-unknown' then left(c.area, 60)
      when 'area-ambiguous' then left(c.area, 60) when 'number-of-another' then left(c.known_name, 60)
      when 'date-malformed' then left(case when c.since = '0001-01-01' then c.since_word else c.until_word end, 60)
      when 'dates-reversed' then concat(c.begins, ' – ', c.until) when 'grid-unknown' then left(c.grid, 60) when 'post-unknown' then left(c.post, 60)
      when 'post-outside-scheme' then left(c.post, 60) when 'post-without-grid' then left(c.post, 60) when 'post-held-elsewhere' then left(c.post, 60)
      when 'post-missing' then left(c.grid, 60) else case when c.first_name <> c.name then left(c.first_name, 60) else coalesce(left(c.double_there, 60), '') end end
  from crowded c order by c.number
$$;
comment on function private.read_roster(district bigint, given jsonb) is
  'The rows of a roster as they would be written, or why not: refusal is a code, detail the word at fault. Security definer: reads the staff whoever asks; called for those who may change it.';
