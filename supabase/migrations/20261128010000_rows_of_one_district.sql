-- Two districts in one database are two worlds: a row never points out of its own. A reference is held with the district in the
-- key, (district_id, x_id), so that no policy, function or service key can write one that leads elsewhere
-- (docs/decisions/0018-the-district-is-in-the-key.md). Before, a building could name a community of another district, an
-- assignment its people, with their telephones.

alter table public.areas add constraint areas_of_district unique (district_id, id);
alter table public.compounds add constraint compounds_of_district unique (district_id, id);
alter table public.buildings add constraint buildings_of_district unique (district_id, id);
alter table public.people add constraint people_of_district unique (district_id, id);
alter table public.plans add constraint plans_of_district unique (district_id, id);
alter table public.grids add constraint grids_of_district unique (district_id, id);
-- A grid's parent and a building's grid are of the same plan; the plan is of the same district.
alter table public.grids add constraint grids_of_plan unique (plan_id, id);

-- `(district_id, district_id)` points at a district and nothing else: only a district's own row has its id twice.
do $$
declare
  held record;
begin
  for held in select * from (values
    ('areas', 'areas_parent_fkey', 'district_id, parent_id', 'areas (district_id, id)', 'cascade'),
    ('compounds', 'compounds_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('compounds', 'compounds_community_fkey', 'district_id, community_id', 'areas (district_id, id)', 'set null (community_id)'),
    ('buildings', 'buildings_district_fkey', null, null, null),
    ('buildings', 'buildings_community_fkey', 'district_id, community_id', 'areas (district_id, id)', 'cascade'),
    ('buildings', 'buildings_compound_fkey', 'district_id, compound_id', 'compounds (district_id, id)', 'set null (compound_id)'),
    ('barriers', 'barriers_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('crossings', 'crossings_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('service_points', 'service_points_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('base_features', 'base_features_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('schemes', 'schemes_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('calendars', 'calendars_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('categories', 'categories_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('imports', 'imports_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('plans', 'plans_district_fkey', null, null, null),
    ('plans', 'plans_area_fkey', 'district_id, area_id', 'areas (district_id, id)', 'cascade'),
    ('plans', 'plans_based_on_fkey', 'district_id, based_on', 'plans (district_id, id)', 'set null (based_on)'),
    ('plan_communities', 'plan_communities_district_fkey', null, null, null),
    ('plan_communities', 'plan_communities_plan_fkey', 'district_id, plan_id', 'plans (district_id, id)', 'cascade'),
    ('plan_communities', 'plan_communities_community_fkey', 'district_id, community_id', 'areas (district_id, id)', 'cascade'),
    ('grids', 'grids_district_fkey', null, null, null),
    ('grids', 'grids_plan_fkey', 'district_id, plan_id', 'plans (district_id, id)', 'cascade'),
    ('grids', 'grids_community_fkey', 'plan_id, community_id', 'plan_communities (plan_id, community_id)', 'cascade'),
    ('grids', 'grids_parent_fkey', 'plan_id, parent_id', 'grids (plan_id, id)', 'set null (parent_id) deferrable initially deferred'),
    ('grid_buildings', 'grid_buildings_district_fkey', null, null, null),
    ('grid_buildings', 'grid_buildings_plan_fkey', 'district_id, plan_id', 'plans (district_id, id)', 'cascade'),
    ('grid_buildings', 'grid_buildings_building_fkey', 'district_id, building_id', 'buildings (district_id, id)', 'cascade'),
    ('grid_buildings', 'grid_buildings_grid_fkey', 'plan_id, grid_id', 'grids (plan_id, id)', 'cascade'),
    ('grid_codes', 'grid_codes_district_fkey', null, null, null),
    ('grid_codes', 'grid_codes_community_fkey', 'district_id, community_id', 'areas (district_id, id)', 'cascade'),
    ('grid_codes', 'grid_codes_issued_by_fkey', 'district_id, issued_by', 'plans (district_id, id)', 'set null (issued_by)'),
    ('grid_lineage', 'grid_lineage_district_fkey', null, null, null),
    ('grid_lineage', 'grid_lineage_from_fkey', 'district_id, from_grid', 'grids (district_id, id)', 'cascade'),
    ('grid_lineage', 'grid_lineage_to_fkey', 'district_id, to_grid', 'grids (district_id, id)', 'cascade'),
    ('plan_edits', 'plan_edits_district_fkey', null, null, null),
    ('plan_edits', 'plan_edits_plan_fkey', 'district_id, plan_id', 'plans (district_id, id)', 'cascade'),
    ('plan_remarks', 'plan_remarks_district_fkey', null, null, null),
    ('plan_remarks', 'plan_remarks_plan_fkey', 'district_id, plan_id', 'plans (district_id, id)', 'cascade'),
    ('plan_editors', 'plan_editors_district_fkey', null, null, null),
    ('plan_editors', 'plan_editors_plan_fkey', 'district_id, plan_id', 'plans (district_id, id)', 'cascade'),
    ('plan_steps', 'plan_steps_district_fkey', null, null, null),
    ('plan_steps', 'plan_steps_plan_fkey', 'district_id, plan_id', 'plans (district_id, id)', 'cascade'),
    ('people', 'people_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('assignments', 'assignments_district_fkey', null, null, null),
    ('assignments', 'assignments_person_fkey', 'district_id, person_id', 'people (district_id, id)', 'cascade'),
    ('assignments', 'assignments_grid_fkey', 'district_id, grid_id', 'grids (district_id, id)', 'cascade'),
    ('visits', 'visits_district_fkey', null, null, null),
    ('visits', 'visits_building_fkey', 'district_id, building_id', 'buildings (district_id, id)', 'cascade'),
    ('visits', 'visits_person_fkey', 'district_id, person_id', 'people (district_id, id)', 'set null (person_id)'),
    ('volunteers', 'volunteers_district_fkey', null, null, null),
    ('volunteers', 'volunteers_community_fkey', 'district_id, community_id', 'areas (district_id, id)', 'cascade'),
    ('incidents', 'incidents_district_fkey', 'district_id, district_id', 'areas (district_id, id)', 'cascade'),
    ('incidents', 'incidents_community_fkey', 'district_id, community_id', 'areas (district_id, id)', 'no action'),
    ('incidents', 'incidents_handler_fkey', 'district_id, handler_id', 'people (district_id, id)', 'set null (handler_id)')
  ) as reference (child, name, columns, parent, on_delete)
  loop
    execute format('alter table public.%I drop constraint %I', held.child, held.name);
    if held.columns is not null then
      execute format('alter table public.%I add constraint %I foreign key (%s) references public.%s on delete %s',
        held.child, held.name, held.columns, held.parent, held.on_delete);
    end if;
  end loop;
end $$;

-- References that had none.
alter table public.incidents add constraint incidents_duplicate_fkey foreign key (district_id, duplicate_of)
  references public.incidents (district_id, id) on delete set null (duplicate_of);
create index incidents_duplicate_idx on public.incidents (district_id, duplicate_of) where duplicate_of is not null;
alter table public.attachments add constraint attachments_event_fkey foreign key (district_id, event_id)
  references public.incident_events (district_id, id) on delete set null (event_id);

-- What the new keys are deleted along.
create index grids_parent_idx on public.grids (plan_id, parent_id) where parent_id is not null;
create index grid_buildings_building_idx on public.grid_buildings (district_id, building_id);
create index incidents_handler_idx on public.incidents (district_id, handler_id) where handler_id is not null;
