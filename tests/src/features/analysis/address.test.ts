import { describe, expect, test } from 'vitest'
import { type Choice, readChoice, usualSpan, writeChoice } from '../../../../src/features/analysis/address'
import { fittingScale } from '../../../../src/features/analysis/scale'
import { hourOfDay, hourText, moved, spanOfDays } from '../../../../src/features/analysis/time'

const choice: Choice = {
  question: 'open',
  span: { from: hourOfDay('2026-03-01') + 5, until: hourOfDay('2026-03-02') },
  versus: { span: spanOfDays('2026-02-01', '2026-02-02'), categories: ['05'], area: '999901002' },
  categories: ['01', '0203'],
  hours: [0, 1, 2, 24, 167],
  unit: 'grid',
  gridsOn: '2025-12-31',
  border: [
    [113.00001, 35.02],
    [113.1, 35.02],
    [-0.5, -35.00002],
  ],
  bandwidth: null,
  per: 'households',
  scale: 0.1,
  step: 'month',
  alarmsBy: 'grid',
  lately: 'day',
  hasSpots: true,
  spotsBy: 'grid',
  hasBase: false,
  view: [113.25, 35.1, 12.5],
}

describe('the address of the heat map', () => {
  test('brings a choice back', () => {
    const query = writeChoice(choice)
    expect(query.hours).toBe('0-2.24.167')
    expect(query.from).toBe('2026-03-01T05')
    expect(readChoice(query)).toEqual(choice)
    for (const categories of ['same', null] as const) {
      const other = { ...choice, versus: { ...choice.versus!, categories, area: null } }
      expect(readChoice(writeChoice(other))).toEqual(other)
    }
  })

  test('says nothing of what is as usual, and takes nothing that is wrong', () => {
    const usual = readChoice({})
    expect(Object.values(writeChoice(usual)).filter((value) => value !== undefined)).toEqual([])
    for (const border of ['1_2.3_4', '1_2.3_4.x', '1_2.3_4.99999999_1', Array(41).fill('1_2').join('.')])
      expect(readChoice({ border, grids: '2026-02-31x' })).toEqual(usual)
    const wrong = { of: 'x', from: '2026-13-01', until: '', hours: '200', view: '1_2', bandwidth: '-5' }
    expect(readChoice(wrong)).toEqual(usual)
  })
})

describe('time', () => {
  test('moves by months as people count them', () => {
    const end = { from: hourOfDay('2026-01-31'), until: hourOfDay('2026-02-28') }
    expect(hourText(moved(end, 'month', 1).from)).toBe('2026-02-28')
    expect(hourText(moved(end, 'week', -1).until)).toBe('2026-02-21')
  })

  test('usually is the last four weeks', () => {
    expect(usualSpan(hourOfDay('2026-03-28'))).toEqual(spanOfDays('2026-03-01', '2026-03-28'))
  })
})

test('a scale fits what is shown', () => {
  expect(fittingScale('area', 1000)).toBe(1)
  expect(fittingScale('area', 0)).toBe(0.02)
  expect(fittingScale('area', 1e9)).toBe(10)
  expect(fittingScale('households', 1000)).toBe(5)
})
