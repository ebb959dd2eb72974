-- Tallies of whole communities are one in a hundred of all, which one column does not tell: at a million cases the planner expected
-- thirty times as many and read the table whole for each figure (160 ms; 20 by the key).
create statistics private.case_tallies_kinds (mcv) on kind, category_id from private.case_tallies;
