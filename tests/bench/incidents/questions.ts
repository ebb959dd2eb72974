/** What a page asks of a million cases, as calls of the API's functions. */
export interface Question {
  name: string
  calls: string[]
  bar: number | null
}

const AREAS = { district: '990100', street: '990100001', community: '990100002003' }
const OPEN = ['reported', 'verifying', 'accepted', 'filed', 'dispatched', 'in_progress', 'returned', 'deferred', 'resolved', 'rework'] // prettier-ignore
const DROPPED = ['rejected', 'duplicate', 'self_handled', 'cancelled']

const areaOf = (code: string) => `(select id from public.areas where code = '${code}')`

/** Every filter that the page of incidents offers, alone and as they are often put together. */
const FILTERS: Record<string, object> = {
  none: {},
  overdue: { overdue: true },
  category: { categories: ['0101'] },
  class: { categories: ['01'] },
  'class and period': { categories: ['01'], from: '2025-01-05T00:00:00Z', to: '2026-09-11T00:00:00Z' },
  period: { from: '2025-01-05T00:00:00Z', to: '2026-09-11T00:00:00Z' },
  'period to now': { from: '2025-01-05T00:00:00Z' },
  urgent: { urgent: true },
  urged: { urged: true },
  'urgent of a class': { urgent: true, categories: ['02'] },
  handler: { handler: 1200 },
  grid: { grid: '990100002003002' },
}

const WORDS: Record<string, string> = {
  'a street in a tenth of all cases': '学府路',
  'one character in most cases': '路',
  'two characters': '垃圾',
  'two words': '垃圾 学府路',
  'full-width digits': '学府路 １２',
  'a rare word': '鑫源',
  'one rare character': '鑫',
  'a whole number': '9901002025030512345',
  'a day within numbers': '20250305',
  'what is nowhere': '没有这样的',
}

function pages(filter: object): string[] {
  return [OPEN, undefined, ['closed'], DROPPED].flatMap((states) =>
    ['deadline', 'newest'].flatMap((order) =>
      Object.values(AREAS).map(
        (code) =>
          `select public.incidents_page(${areaOf(code)}, '${JSON.stringify({ ...filter, states, order })}')`,
      ),
    ),
  )
}

const wall: Question[] = Object.entries(AREAS).map(([kind, code]) => ({
  name: `wall of a ${kind}`,
  calls: [`select public.wall_statistics(${areaOf(code)}, 30)`],
  bar: 100,
}))

const lists: Question[] = Object.entries(FILTERS).map(([name, filter]) => ({
  name: `first page with counts, filter: ${name}`,
  calls: pages(filter),
  bar: 100,
}))

const searches: Question[] = Object.entries(WORDS).map(([name, text]) => ({
  name: `search: ${name}`,
  calls: pages({ text }),
  bar: 200,
}))

const others: Question[] = [
  {
    name: 'points of what is open or of 30 days',
    calls: [
      `select public.incident_map(${areaOf(AREAS.district)}, jsonb_build_object('from', now() - interval '30 days', 'orOpen', true))`,
    ],
    bar: null,
  },
]

export const questions: readonly Question[] = [...wall, ...lists, ...searches, ...others]
