import { describe, expect, it } from 'vitest'
import { hoursOf, weekdaysOf } from '../../../../src/features/setup/people/hours'

describe('days of the week as people write them', () => {
  it.each([
    ['周一', '1'],
    ['星期天', '7'],
    ['礼拜日、周六', '6,7'],
    ['周一至周五', '1,2,3,4,5'],
    ['周五~一', '1,5,6,7'],
    ['一三五', '1,3,5'],
    ['周一三五', '1,3,5'],
    ['1,3，5', '1,3,5'],
    ['1-5', '1,2,3,4,5'],
    ['Mon, Wed', '1,3'],
    ['Monday', '1'],
    ['Mon-Fri', '1,2,3,4,5'],
    ['每天', '1,2,3,4,5,6,7'],
    ['工作日', '1,2,3,4,5'],
    ['周末', '6,7'],
  ])('%s is %s', (word, days) => {
    expect(weekdaysOf(word)).toBe(days)
  })

  it.each(['', '8', '明天', '周一至', '一至三至五', '2026-03-01', 'Someday'])(
    '%s is none and stays for the database to refuse',
    (word) => {
      expect(weekdaysOf(word)).toBe(word)
    },
  )
})

describe('hours of a shift', () => {
  it.each([
    ['8:00', '12:00', '08:00', '12:00'],
    ['08：30', '17点', '08:30', '17:00'],
    ['18:00', '24:00', '18:00', '00:00'],
    ['18:00', '次日8:00', '18:00', '08:00'],
    ['18:00', '08:00(+1)', '18:00', '08:00'],
    ['18:00–次日8:00', '', '18:00', '08:00'],
    ['18:00-08:00', '', '18:00', '08:00'],
    ['0.75', '0.333333333333', '18:00', '08:00'],
    ['1899-12-31T18:00:00.000Z', '1899-12-31T08:00:00.000Z', '18:00', '08:00'],
    ['18:00:00', '08:00:00', '18:00', '08:00'],
  ])('%s and %s are %s–%s', (from, to, begins, ends) => {
    expect(hoursOf(from, to)).toEqual({ begins, ends })
  })

  it.each([
    ['25:00', '8:60'],
    ['早上', '晚上'],
    // More than a day.
    ['08:00', '次日20:00'],
  ])('%s and %s stay for the database to refuse', (from, to) => {
    const { begins, ends } = hoursOf(from, to)
    expect([begins, ends].some((word) => !/^([01]\d|2[0-3]):[0-5]\d$/.test(word))).toBe(true)
  })
})
