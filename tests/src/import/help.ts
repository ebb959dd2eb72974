import { openTable } from '../../../src/import/table'
import { proposeSettings } from '../../../src/import/settings'
import type { ReadResult } from '../../../src/import/read'
import type { ImportSettings } from '../../../src/import/types'

/** Opens text as a file and proposes settings for it, with changes. */
export async function open(
  text: string | Uint8Array<ArrayBuffer>,
  name: string,
  changes: Partial<ImportSettings> = {},
) {
  const table = await openTable(new Blob([text]), name)
  return { table, settings: { ...proposeSettings(table, '999902', changes.kind), ...changes } }
}

/** Returns a GeoJSON collection as text. */
export function collection(...features: [Record<string, unknown>, unknown][]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
  })
}

/** How many lines of the file were accepted. */
export function linesOf({ accepted }: ReadResult): number {
  return accepted.reduce((sum, { lines }) => sum + lines, 0)
}
