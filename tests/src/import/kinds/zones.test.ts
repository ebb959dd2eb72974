import { describe, expect, test } from 'vitest'
import { readInstant, readTime } from '../../../../src/import/dates'
import { ImportJob } from '../../../../src/import/job'
import { withAnswer } from '../../../../src/import/questions/answers'
import { doubtsOf, outcomeOf, valuesOf } from '../help'

// A time that states no zone is one of the clocks where the thing happened, in summer and in winter.

describe('times on the clocks of a zone', () => {
  test.each([
    ['2026-01-15 12:00', 'America/New_York', '2026-01-15T17:00:00.000Z'],
    ['2026-07-15 12:00', 'America/New_York', '2026-07-15T16:00:00.000Z'],
    ['2026-07-15T12:00:00Z', 'America/New_York', '2026-07-15T12:00:00.000Z'],
    ['46218.5', 'America/New_York', '2026-07-15T16:00:00.000Z'],
    ['2026-07-15', 'Europe/Berlin', '2026-07-14T22:00:00.000Z'],
    ['1990-07-15 12:00', 'Asia/Shanghai', '1990-07-15T03:00:00.000Z'],
    ['2026-07-15 12:00', 'Asia/Kathmandu', '2026-07-15T06:15:00.000Z'],
    ['2026-07-15 12:00 CST', 'Asia/Shanghai', '2026-07-15T04:00:00.000Z'],
    ['2026-07-15 12:00 CST', 'America/Chicago', null],
    ['2026-07-15 12:00', 'Asia/Nowhere', null],
  ])('%s in %s', (text, zone, instant) => expect(readTime(text, zone)).toBe(instant))

  test.each([
    ['2026-11-01 01:30', true],
    ['2026-03-08 02:30', true],
    ['2026-11-01 00:59', false],
    ['2026-11-01 02:00', false],
    ['2026-03-08 01:59', false],
    ['2026-03-08 03:00', false],
    ['2026-11-01T01:30:00-05:00', false],
  ])('%s in New York is shown twice or never: %s', (text, isUnclear) =>
    expect(readInstant(text, 'America/New_York')?.isUnclear).toBe(isUnclear),
  )
})

const list = (lng: number, ...times: string[]) =>
  [
    '工单号,事件类型,上报时间,经度,纬度',
    ...times.map((time, i) => `w${i}x,占道经营,${time},${lng + i / 100},35.2`),
  ].join('\n')

/** What is asked of a list in a district that counts by a zone. */
async function askedIn(timeZone: string | undefined, text: string, answer?: string): Promise<string[]> {
  const job = new ImportJob()
  await job.open(new Blob([text]), '事件.csv')
  job.surround({ timeZone })
  const proposed = job.propose('999903', 'incidents')
  const settings = answer === undefined ? proposed : withAnswer(proposed, 'time-zone', answer)
  return [
    settings.utcOffset,
    ...job.questions(settings).map(({ code, options }) => `${code}: ${options.join(' ')}`),
  ]
}

describe('a list of things far from the zone of their district', () => {
  test.each([
    [-73.95, undefined, ['Asia/Shanghai', 'time-zone: Asia/Shanghai -05:00']],
    [-73.95, 'Asia/Shanghai', ['Asia/Shanghai', 'time-zone: Asia/Shanghai -05:00']],
    [-73.95, 'America/New_York', ['America/New_York']],
    [113.2, undefined, ['Asia/Shanghai']],
    [75.9, 'Asia/Shanghai', ['Asia/Shanghai']],
    [134.5, 'Asia/Shanghai', ['Asia/Shanghai']],
    [-157.4, 'Pacific/Kiritimati', ['Pacific/Kiritimati']],
  ])('at %s in %s', async (lng, zone, asked) =>
    expect(await askedIn(zone, list(lng, '2026-03-01 08:00', '2026-03-02 08:00'))).toEqual(asked),
  )

  test('is not asked about where its times state theirs, or somebody said it', async () => {
    expect(await askedIn(undefined, list(-73.95, '2026-03-01T08:00:00Z', '1772323200'))).toEqual([
      'Asia/Shanghai',
    ])
    const text = list(-73.95, '2026-03-01 08:00')
    expect(await askedIn(undefined, text, 'Asia/Shanghai')).toEqual(['Asia/Shanghai'])
    expect(await askedIn(undefined, text, 'America/New_York')).toEqual(['America/New_York'])
    expect(await askedIn(undefined, text, 'Mars/Base')).toContain('time-zone: Asia/Shanghai -05:00')
  })

  test('says which times the clocks showed twice', async () => {
    const text = list(-73.95, '2025-07-01 08:00', '2025-11-02 01:30')
    const { accepted } = await outcomeOf(text, '事件.csv', { 'time-zone': 'America/New_York' })
    expect(valuesOf(accepted, 'reportedAt')).toEqual(['2025-07-01T12:00:00.000Z', '2025-11-02T05:30:00.000Z'])
    expect(doubtsOf(accepted)).toEqual(['3 clock-changed'])
  })
})
