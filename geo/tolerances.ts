/**
 * What is still one place, one border, one answer: the drawing, the page and the database's check are held to the same figures.
 * The database tells its own with `tolerances()`; a test compares the two.
 */
export const TOLERANCES = {
  /** Ground that may be left over or be covered twice by the rounding of coordinates, square metres. */
  sliverSquareMetres: 0.5,
  /** Borders of two communities that lie closer than this are one border that was digitised twice, metres. */
  borderMetres: 1,
  /** A building this far outside of its community still belongs to it, metres. */
  nearCommunityMetres: 50,
  /** A building may stand this far outside of the polygon of its grid, metres. */
  strayMetres: 5,
} as const
