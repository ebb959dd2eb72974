import { fieldsOf } from '../kinds/columns'
import { guessColumns } from '../guesses/guess'
import { keyOf } from './answers'
import type { Asker, Question } from './types'

/** Asks which column a field is where several may be meant, or where the only one may be something else. */
export const askColumns: Asker = (table, settings) => {
  const { unsure } = guessColumns(settings.kind, table)
  return fieldsOf[settings.kind]
    .flatMap(({ name, required }): Question[] => {
      const rivals = unsure.get(name)
      if (!rivals || settings.mapping[name]) return []
      const options = required ? rivals : [...rivals, '']
      const detail = rivals.map((column) => `${column}: ${firstValues(table, column)}`).join('; ')
      const flag = `--map "${name}=${rivals[0]}"`
      return [
        {
          code: 'column',
          subject: name,
          detail,
          proposal: rivals.length === 1 ? rivals[0] : '',
          options,
          flag,
        },
      ]
    })
    .filter((question) => !Object.hasOwn(settings.answers, keyOf(question)))
}

function firstValues({ sample }: Parameters<Asker>[0], column: string): string {
  const values = sample.map(({ cells }) => cells[column] ?? '').filter((value) => value !== '')
  return [...new Set(values)].slice(0, 3).join(', ')
}
