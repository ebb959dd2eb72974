-- Values that the next migrations use. In a migration of its own: a new value of a type can be used only after its commit.
-- The role of a wall's own account, and two clocks beside those of the states.
alter type public.member_role add value 'display';
comment on type public.member_role is
  'What a person may do in an area and below. viewer reads cases and figures without staff, notes and contacts; display what a wall shows and nothing else.';

alter type public.incident_clock add value 'arrival';
alter type public.incident_clock add value 'first_answer';
comment on type public.incident_clock is
  'What has a time limit. acceptance to check are clocks of states; arrival (到场) and first_answer (首次答复) run beside them, from the report.';
