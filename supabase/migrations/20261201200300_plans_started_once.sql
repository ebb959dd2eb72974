-- What makes something new is done once under a key, however often it has to be sent: a lost answer made a second plan, scheme or import.
drop function public.start_plan(bigint, bigint, text, bigint, boolean);
create function public.start_plan(
  area bigint, scheme bigint, name text, based_on bigint default null, from_force boolean default false, client_key uuid default null
) returns bigint
language plpgsql set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'start_plan', jsonb_build_array(area, scheme, name, based_on, from_force));
  started bigint;
begin
  if known is not null then
    return (known ->> 'id')::bigint;
  end if;
  insert into public.plans (district_id, area_id, scheme_id, name, based_on, created_by, changed_by)
  select a.district_id, a.id, start_plan.scheme, btrim(start_plan.name), start_plan.based_on, (select auth.uid()), (select auth.uid())
  from public.areas a where a.id = start_plan.area
  returning id into started;
  if started is null then
    raise exception 'area-unknown' using errcode = 'P0001', detail = json_build_object('area', start_plan.area)::text;
  end if;
  insert into public.plan_communities (plan_id, community_id, district_id)
  select started, c.id, c.district_id from private.communities_below(start_plan.area) c;
  if start_plan.based_on is not null or start_plan.from_force then
    perform private.copy_grids(start_plan.based_on, started);
  end if;
  return (private.end_intent(client_key, jsonb_build_object('id', started)) ->> 'id')::bigint;
end $$;
comment on function public.start_plan is
  'Starts a draft for the communities of an area: empty, as a branch of another plan, or from all grids that are in force there today. Returns its id; the same again under client_key is done once. Errors: area-unknown, plan-unknown, levels-differ, sent-otherwise.';
revoke execute on function public.start_plan from public, anon;
grant execute on function public.start_plan to authenticated;

drop function public.create_scheme(bigint, jsonb);
create function public.create_scheme(district bigint, rule jsonb, client_key uuid default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'create_scheme', jsonb_build_array(district, rule));
  made bigint;
begin
  if known is not null then
    return (known ->> 'id')::bigint;
  end if;
  perform private.check_levels(rule);
  insert into public.schemes (district_id, code, name, name_en, tolerance, code_digits)
  select create_scheme.district, 'own-' || coalesce(max(substring(s.code from '^own-(\d+)$')::integer), 0) + 1, btrim(rule ->> 'name'),
    coalesce(nullif(btrim(rule ->> 'nameEn'), ''), btrim(rule ->> 'name')), (rule ->> 'tolerance')::numeric, (rule ->> 'codeDigits')::smallint
  from public.schemes s where s.district_id = create_scheme.district
  returning id into made;
  perform private.write_levels(made, rule);
  return (private.end_intent(client_key, jsonb_build_object('id', made)) ->> 'id')::bigint;
end $$;
comment on function public.create_scheme is
  'Makes a scheme of the district: {name, nameEn, tolerance, codeDigits, levels: [{name, nameEn, target, posts: [{code, name, nameEn, perGrid, exclusive, allowance, basis, basisHouseholds, span, voluntary, payPer}]}]}, upper level first; a blank English name becomes the Chinese one. Returns its id; the same again under client_key is done once. Errors: scheme-without-levels, upper-target-not-larger, pay-negative, post-terms-wrong, sent-otherwise.';
revoke execute on function public.create_scheme from public, anon;
grant execute on function public.create_scheme to authenticated;

drop function public.start_import(text, public.import_kind, text);
create function public.start_import(district_code text, kind public.import_kind, file_name text, client_key uuid default null) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  known constant jsonb := private.begin_intent(client_key, 'start_import', jsonb_build_array(district_code, kind, file_name));
  district bigint;
  made bigint;
begin
  if known is not null then
    return (known ->> 'id')::bigint;
  end if;
  select a.id into district from public.areas a where a.kind = 'district' and a.code = district_code;
  if district is null or not private.may_import(district) then
    raise exception 'unknown-district' using errcode = 'P0001', detail = json_build_object('code', district_code)::text;
  end if;
  -- What somebody left behind without cancelling it.
  perform private.give_up_imports(interval '1 day', district);
  insert into public.imports (district_id, kind, file_name) values (district, start_import.kind, coalesce(start_import.file_name, ''))
  returning id into made;
  return (private.end_intent(client_key, jsonb_build_object('id', made)) ->> 'id')::bigint;
end $$;
comment on function public.start_import is
  'Starts the import of a file into a district and returns its number; the same again under client_key is done once. Raises unknown-district, sent-otherwise.';
revoke execute on function public.start_import from public, anon;
grant execute on function public.start_import to authenticated;
