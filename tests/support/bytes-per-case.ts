import type { CaseColumns } from '../../src/lib/incidents/case-columns'

/** Returns how many bytes the columns take a case. */
export function bytesPerCase({ x, y, hour, hours, category, community }: CaseColumns): number {
  return [x, y, hour, hours, category, community].reduce((sum, one) => sum + one.BYTES_PER_ELEMENT, 0)
}
