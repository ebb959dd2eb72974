-- What grids are balanced by besides households: a scheme gives shares of the load to cases, visits and ground, in percent;
-- the rest is households. A load is told in households, so that targets and tolerances keep their meaning.

alter table public.schemes
  add column incidents_share smallint not null default 0,
  add column visits_share smallint not null default 0,
  add column area_share smallint not null default 0,
  add constraint schemes_shares_known check (
    incidents_share >= 0 and incidents_share <= 90 and visits_share >= 0 and visits_share <= 90 and area_share >= 0 and area_share <= 90
    and incidents_share + visits_share + area_share <= 90);
comment on column public.schemes.incidents_share is
  'Percent of a grid''s load that its cases of twelve months make; what cases, visits and ground leave is households, at least 10.';
comment on column public.schemes.visits_share is
  'Percent of a grid''s load that the households called on in twelve months make.';
comment on column public.schemes.area_share is
  'Percent of a grid''s load that its ground makes.';

create function private.given_share(rule jsonb, what text) returns smallint
language sql immutable parallel safe as $$
  select coalesce((rule -> 'shares' ->> what)::smallint, 0::smallint)
$$;
comment on function private.given_share(rule jsonb, what text) is
  'The share of the load that a rule gives to cases (incidents), visits or ground (area), in percent; 0 where it says nothing.';
grant execute on function private.given_share(rule jsonb, what text) to authenticated, service_role;

create or replace function public.list_schemes(district bigint) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', s.id, 'code', s.code, 'isTemplate', s.district_id is null, 'name', s.name, 'nameEn', s.name_en,
    'tolerance', s.tolerance, 'codeDigits', s.code_digits,
    'shares', jsonb_build_object('incidents', s.incidents_share, 'visits', s.visits_share, 'area', s.area_share),
    'note', s.note, 'noteEn', s.note_en,
    'use', case when s.district_id in (select private.reachable('{planner,admin}')) then
      (select jsonb_build_object('plans', held.plans, 'drafts', held.drafts) from private.scheme_use(s.id) held) end,
    'levels', (
      select jsonb_agg(jsonb_build_object('level', l.level, 'name', l.name, 'nameEn', l.name_en, 'target', l.target_households,
        'posts', (
          select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'code', p.code, 'name', p.name, 'nameEn', p.name_en,
            'perGrid', p.per_grid, 'exclusive', p.exclusive, 'allowance', p.allowance_yuan_month, 'basis', p.basis,
            'basisHouseholds', p.basis_households, 'span', p.span, 'voluntary', p.voluntary, 'payPer', p.pay_per) order by p.id), '[]')
          from public.scheme_posts p where p.scheme_id = s.id and p.level = l.level)) order by l.level)
      from public.scheme_levels l where l.scheme_id = s.id)) order by s.district_id nulls first, s.id), '[]')
  from public.schemes s
  where s.district_id is null or s.district_id = list_schemes.district
$$;

create or replace function public.create_scheme(district bigint, rule jsonb, client_key uuid default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'create_scheme', jsonb_build_array(district, rule));
  made bigint;
begin
  if known is not null then
    return (known ->> 'id')::bigint;
  end if;
  perform private.check_levels(rule);
  insert into public.schemes (district_id, code, name, name_en, tolerance, code_digits,
    incidents_share, visits_share, area_share)
  select create_scheme.district, 'own-' || coalesce(max(substring(s.code from '^own-(\d+)$')::integer), 0) + 1, btrim(rule ->> 'name'),
    coalesce(nullif(btrim(rule ->> 'nameEn'), ''), btrim(rule ->> 'name')), (rule ->> 'tolerance')::numeric, (rule ->> 'codeDigits')::smallint,
    private.given_share(rule, 'incidents'), private.given_share(rule, 'visits'), private.given_share(rule, 'area')
  from public.schemes s where s.district_id = create_scheme.district
  returning id into made;
  perform private.write_levels(made, rule);
  return (private.end_intent(client_key, jsonb_build_object('id', made)) ->> 'id')::bigint;
end $$;
comment on function public.create_scheme(district bigint, rule jsonb, client_key uuid) is
  'Makes a scheme of the district: {name, nameEn, tolerance, codeDigits, shares: {incidents, visits, area} in percent, levels: [{name, nameEn, target, posts: [{code, name, nameEn, perGrid, exclusive, allowance, basis, basisHouseholds, span, voluntary, payPer}]}]}, upper level first; a blank English name becomes the Chinese one. Returns its id; the same again under client_key is done once. Errors: scheme-without-levels, upper-target-not-larger, pay-negative, post-terms-wrong, sent-otherwise.';

create or replace function public.change_scheme(scheme bigint, rule jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  chosen public.schemes := private.own_scheme(change_scheme.scheme);
begin
  perform private.check_levels(rule);
  update public.schemes s set
    name = btrim(rule ->> 'name'), name_en = coalesce(nullif(btrim(rule ->> 'nameEn'), ''), btrim(rule ->> 'name')),
    tolerance = (rule ->> 'tolerance')::numeric, code_digits = (rule ->> 'codeDigits')::smallint,
    incidents_share = private.given_share(rule, 'incidents'), visits_share = private.given_share(rule, 'visits'),
    area_share = private.given_share(rule, 'area')
  where s.id = chosen.id;
  perform private.write_levels(chosen.id, rule);
end $$;
