import { nameOfDelimiter, delimiters } from '../csv/delimiter'
import { encodings } from '../csv/encoding'
import type { SourceTable } from '../tables/source-table'
import type { Asker, Question } from './types'

/** Asks how a text file is written where its bytes and lines leave it open. Answered when the file is opened anew. */
export const askText: Asker = (table) => (table.unsure ?? []).map((code) => question(code, table))

function question(code: 'encoding' | 'delimiter' | 'header-line', table: SourceTable): Question {
  const detail = table.columns.join(' | ')
  if (code === 'encoding')
    return {
      code,
      subject: '',
      detail,
      proposal: table.encoding,
      options: [...encodings],
      flag: `--encoding ${table.encoding}`,
    }
  if (code === 'delimiter') {
    const proposal = nameOfDelimiter(table.delimiter)
    return {
      code,
      subject: '',
      detail,
      proposal,
      options: Object.keys(delimiters),
      flag: `--delimiter ${proposal}`,
    }
  }
  const line = table.header?.line ?? 1
  const options = Array.from({ length: 10 }, (_, i) => String(i))
  return {
    code,
    subject: '',
    detail,
    proposal: String(line),
    options,
    flag: `--header-line ${line} (0: there is none)`,
  }
}
