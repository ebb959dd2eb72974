-- A remark is said once, however often it is sent: the key that it is sent under is remembered like that of a step.
drop function public.remark_plan(bigint, text, jsonb, integer, integer, bigint);
create function public.remark_plan(plan bigint, body text, at_point jsonb default null, grid_level integer default null,
  grid_key integer default null, reply_to bigint default null, client_key uuid default null) returns bigint
language plpgsql set search_path = '' as $$
declare
  chosen public.plans := private.readable_plan(remark_plan.plan);
  known constant jsonb := private.begin_intent(client_key, 'remark_plan', jsonb_build_array(plan, body, at_point, grid_level, grid_key, reply_to));
  place extensions.geometry := private.given_geometry(remark_plan.at_point);
  answered bigint;
  made bigint;
begin
  if known is not null then
    return known::bigint;
  end if;
  if chosen.id not in (select private.discussed_plans()) then
    raise exception 'not-allowed' using errcode = 'P0001', detail = json_build_object('roles', '{planner,reviewer,leader,admin}')::text;
  end if;
  if btrim(coalesce(remark_plan.body, '')) = '' then
    raise exception 'remark-empty' using errcode = 'P0001', detail = json_build_object('plan', chosen.id)::text;
  end if;
  if remark_plan.reply_to is not null then
    select coalesce(r.reply_to, r.id) into answered from public.plan_remarks r
    where r.id = remark_plan.reply_to and r.plan_id = chosen.id;
    if not found then
      raise exception 'remark-unknown' using errcode = 'P0001', detail = json_build_object('remark', remark_plan.reply_to)::text;
    end if;
  end if;
  if remark_plan.grid_key is not null then
    select coalesce(place, extensions.st_pointonsurface(g.polygon)) into place from public.grids g
    where g.plan_id = chosen.id and g.level = remark_plan.grid_level and g.key = remark_plan.grid_key;
    if not found then
      raise exception 'grid-unknown' using errcode = 'P0001', detail = json_build_object('key', remark_plan.grid_key)::text;
    end if;
  end if;
  insert into public.plan_remarks (plan_id, district_id, position, body, author, grid_level, grid_key, reply_to)
  values (chosen.id, chosen.district_id, place, btrim(remark_plan.body), (select auth.uid()),
    case when remark_plan.grid_key is not null then remark_plan.grid_level end, remark_plan.grid_key, answered)
  returning id into made;
  perform private.end_intent(client_key, to_jsonb(made));
  return made;
end $$;
comment on function public.remark_plan is
  'Adds a remark: at a GeoJSON point, on a grid (level, key), as an answer to a remark, or on the plan as a whole. Returns its id. client_key: the same key with the same content again returns the same id. Errors: plan-unknown, not-allowed, remark-empty, remark-unknown, grid-unknown, sent-otherwise.';
grant execute on function public.remark_plan to authenticated;
