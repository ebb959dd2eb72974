import { tableOfRecords } from '../tables/records'
import type { SourceTable, TextChoices } from '../tables/source-table'
import { openText } from './text'

/** Opens a file of text whose cells are parted by a delimiter. Throws DataError for what is no text, has no header or no rows. */
export async function openCsv(
  blob: Blob,
  fileName: string,
  choices: TextChoices = {},
): Promise<Omit<SourceTable, 'layers' | 'layer' | 'isLayerChosen'>> {
  const { encoding, delimiter, unsure, records, share } = await openText(blob, fileName, choices)
  const facts = { format: 'csv' as const, encoding, delimiter }
  const table = await tableOfRecords(records, facts, share, choices)
  return { ...table, fileName, unsure: [...unsure, ...(table.unsure ?? [])] }
}
