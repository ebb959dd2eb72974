import { expect, test } from 'vitest'
import { changeOf, type ChangeWords } from '../../../../src/features/figures/published/change'

const words: ChangeWords = {
  rowOf: (list, code) => `${list}:${code}`,
  figureOf: (key) => `<${key}>`,
  wholeOf: (list) => `(${list})`,
  fraction: (above, below) => `${above}/${below}`,
  number: String,
}

test.each([
  ['total cameIn', [2, null], [3, null], '(total) <cameIn>: 2 → 3'],
  ['area 990201001 onTimeClosure', [1, 2], [2, 2], 'area:990201001 <onTimeClosure>: 1/2 → 2/2'],
  ['weights response', 20, undefined, '(weights) <response>: 20 → –'],
  ['units 7 score', 88.5, 90, 'units:7 <score>: 88.5 → 90'],
  ['units 7 values response', null, [3, 4], 'units:7 <response>: – → 3/4'],
  ['units 7 trend', [null, 70, 80], [60, 70, 80], 'units:7 <trend>: – → 70 → 80 → 60 → 70 → 80'],
])('what changed at %s is said of what, which figure, what it was and is', (path, was, is, said) => {
  const { of, figure, was: before, is: after } = changeOf({ path, was, is }, words)
  expect(`${of} ${figure}: ${before} → ${after}`).toBe(said)
})
