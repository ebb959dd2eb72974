import type { ImportSummary } from '../../../../src/data/imports'

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
    ...changes,
  }
}
