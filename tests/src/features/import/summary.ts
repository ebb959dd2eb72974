import type { ImportSummary } from '../../../../src/data/imports/imports'

const none = { new: 0, changed: 0, unchanged: 0 }

/** Returns the summary of a file of which nothing came, with changes. */
export function summaryOf(changes: Partial<ImportSummary>): ImportSummary {
  return {
    read: 0,
    accepted: 0,
    refused: 0,
    households: null,
    compounds: 0,
    rows: none,
    streets: none,
    communities: none,
    districts: none,
    reasons: {},
    derivedRefused: [],
    doubts: {},
    replaces: {
      count: 0,
      moved: { count: 0, mostMetres: null, samples: [] },
      renamed: { count: 0, samples: [] },
      households: { count: 0, was: 0, is: 0 },
    },
    boundaries: [],
    ...changes,
  }
}
