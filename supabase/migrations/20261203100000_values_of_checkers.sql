-- Whoever checks what was done (核查), beside those who send cases out and those who handle them. A label of its own migration:
-- it cannot be used in the one that adds it.
alter type public.member_role add value 'checker';
comment on type public.member_role is
  'What a person may do in an area and below. viewer reads cases and figures without staff, notes and contacts; display what a wall shows and nothing else; handler the cases of one department and nothing else; checker closes what is done or sends it back.';
