import type { PieceNote, PieceReport } from '../../../geo/index'

const words: Record<PieceNote, string> = {
  'no-households': 'nobody lives there, but every building is in a grid',
  'large-building': 'one building is over the tolerance and is a grid of its own',
  island: 'too small for a grid, and no edge leads to the rest of its community',
  'piece-too-small': 'its community is too small for a grid',
  'not-divisible': 'no number of grids comes within the tolerance on average',
}
const mostLines = 20

/** How many pieces each reason keeps from having even grids. */
export function countNotes(reports: readonly PieceReport[]): Partial<Record<PieceNote, number>> {
  const counts: Partial<Record<PieceNote, number>> = {}
  for (const { note } of reports) if (note) counts[note] = (counts[note] ?? 0) + 1
  return counts
}

/** A line about each such piece, twenty at most; buildings are numbered as in the instance. */
export function explainNotes(reports: readonly PieceReport[]): string[] {
  const lines = reports.flatMap(({ note, building, buildings, households }) =>
    note
      ? [
          `note: ${note}: building ${building} (${buildings} in all, ${households} households): ${words[note]}`,
        ]
      : [],
  )
  const more = lines.length - mostLines
  return more > 0 ? [...lines.slice(0, mostLines), `note: and ${more} more`] : lines
}
