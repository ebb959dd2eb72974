import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** What takes longer than a frame: the field of a district and its bands. */
const HEAVY = /\b(densityOfCells|densityField|densityBands)\b/

test('density is computed in a worker: no page calls what computes it', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ts|vue)$/.test(file),
  )
  const calling = files.filter((file) => HEAVY.test(readFileSync(join('src', file), 'utf8')))
  expect(calling).toContain(join('lib', 'density.ts'))
  expect(calling.filter((file) => !/^(workers|lib)\//.test(file))).toEqual([])
})
