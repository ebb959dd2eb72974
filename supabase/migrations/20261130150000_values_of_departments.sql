-- Whoever handles cases for a department: only those of the department, in the area where the role is held. A label of its own
-- migration: it cannot be used in the one that adds it.
alter type public.member_role add value 'handler';
comment on type public.member_role is
  'What a person may do in an area and below. viewer reads cases and figures without staff, notes and contacts; display what a wall shows and nothing else; handler the cases of one department and nothing else.';
