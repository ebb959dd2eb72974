declare const of: unique symbol

/**
 * The number by which one kind of thing is known. A plain number may be given for it (what a test writes, what stands in
 * an address), the number of one kind of thing for that of another may not: that does not compile.
 */
export type Numbered<Name extends string> = number & { readonly [of]?: Name }

/** Id of a district, street or community. */
export type AreaId = Numbered<'area'>
export type PlanId = Numbered<'plan'>
export type SchemeId = Numbered<'scheme'>
/** Key of a grid within its level of a plan; not the id of its row. */
export type GridKey = Numbered<'grid key'>
/** Id of a grid's row, which each plan has its own of. */
export type GridRowId = Numbered<'grid row'>
/** Id of a building; not its place in the order of the planning input. */
export type BuildingId = Numbered<'building'>
export type CompoundId = Numbered<'compound'>
export type IncidentId = Numbered<'incident'>
export type CategoryId = Numbered<'category'>
export type DepartmentId = Numbered<'department'>
export type PersonId = Numbered<'person'>
export type PostId = Numbered<'post'>
export type AssignmentId = Numbered<'assignment'>
export type VolunteerId = Numbered<'volunteer'>
export type ImportId = Numbered<'import'>
