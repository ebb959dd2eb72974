import { describe, expect, it } from 'vitest'
import {
  next,
  NOTHING_OPEN,
  type Opening,
  type OpeningEvent,
  type OpeningState,
  type ReadPlan,
  type Step,
} from '../../../../../src/features/planner/desk/keeping/opening'
import type { Ground } from '../../../../../src/plan/model/ground'

const [GROUND, OTHER_GROUND] = [{}, {}] as Ground[]
const read = (areaId = 1) =>
  ({ detail: { plan: { id: 7, areaId, areaCode: '99' } }, scheme: {} }) as unknown as ReadPlan
const run = (state: OpeningState, ...events: OpeningEvent[]) => events.reduce(next, state)
const choose = (planId: number | null): OpeningEvent => ({ type: 'choose', planId })
const area = (id: number | null): OpeningEvent => ({ type: 'area', area: id })
const ground = (now: Ground | null): OpeningEvent => ({ type: 'ground', ground: now })

function openingOf({ step }: OpeningState): Opening {
  if (step.at === 'closed') throw new Error('nothing is being opened')
  return step.opening
}
/** An answer to what is under way. */
const answer = (state: OpeningState, type: 'missing' | 'built' | 'resumed'): OpeningState =>
  next(state, { type, opening: openingOf(state) })
const answerRead = (state: OpeningState, plan = read()): OpeningState =>
  next(state, { type: 'read', opening: openingOf(state), read: plan })
const fail = (state: OpeningState): OpeningState =>
  next(state, { type: 'failed', opening: openingOf(state), failure: 'why' })

const inArea = run(NOTHING_OPEN, area(1))
const waiting = run(NOTHING_OPEN, choose(7))
const reading = run(inArea, choose(7))
const shown = answerRead(reading)
const building = run(shown, ground(GROUND))
const resuming = answer(building, 'built')
const ready = answer(resuming, 'resumed')
const unknown = answer(reading, 'missing')
const gone = answer(run(ready, { type: 'again' }), 'missing')
const elsewhere = answerRead(reading, read(2))
const failed = fail(reading)
const ALL: Record<Step['at'], OpeningState> = {
  closed: inArea,
  waiting,
  reading,
  shown,
  building,
  resuming,
  ready,
  unknown,
  gone,
  elsewhere,
  failed,
}
const every = Object.entries(ALL) as [Step['at'], OpeningState][]

describe('opening a plan', () => {
  it.each(every)('comes to be %s', (at, { step }) => expect(step.at).toBe(at))

  it('goes from the address to a plan that can be drawn on, by way of one that can be looked at', () => {
    expect(next(waiting, area(1)).step.at).toBe('reading')
    expect(shown.step).toMatchObject({ at: 'shown', read: read() })
    expect(building.step).toMatchObject({ at: 'building', ground: GROUND })
    expect(openingOf(ready)).toBe(openingOf(reading))
  })

  it('builds at once where the ground is there before the plan', () => {
    expect(answerRead(run(inArea, ground(GROUND), choose(7))).step.at).toBe('building')
  })

  it.each(every)('is closed from %s when the plan is left, whatever is under way', (_at, state) => {
    expect(next(state, choose(null)).step).toEqual({ at: 'closed' })
  })

  it.each(every)('begins anew from %s with another plan', (_at, state) => {
    const now = next(state, choose(8))
    expect(now.step.at).toBe(state.area === null ? 'waiting' : 'reading')
    expect(openingOf(now)).toEqual({ planId: 8, isAgain: false })
  })

  it.each(every.filter(([at]) => at !== 'closed'))('reads again from %s', (at, state) => {
    const now = next(state, { type: 'again' })
    const isAgain = ['shown', 'building', 'resuming', 'ready', 'gone'].includes(at)
    expect(now.step).toEqual({
      at: at === 'waiting' ? 'waiting' : 'reading',
      opening: { planId: 7, isAgain },
    })
    expect(openingOf(now)).not.toBe(openingOf(state))
  })

  it('has nothing to read again while it is closed', () => {
    expect(next(inArea, { type: 'again' })).toBe(inArea)
  })

  it.each(every.filter(([at]) => at !== 'closed'))('begins anew from %s in another area', (_at, state) => {
    const now = next(state, area(3))
    expect([now.area, now.step.at]).toEqual([3, 'reading'])
    expect(next(state, area(state.area))).toBe(state)
    expect(next(state, area(null)).step.at).toBe('waiting')
  })

  it('knows one that was never there from one that is there no more', () => {
    expect([unknown.step.at, gone.step.at]).toEqual(['unknown', 'gone'])
    expect(answer(next(unknown, { type: 'again' }), 'missing').step.at).toBe('unknown')
    expect(answer(next(gone, { type: 'again' }), 'missing').step.at).toBe('gone')
  })

  it('fails while it reads, builds or puts back, and nowhere else', () => {
    for (const [at, state] of every.filter(([name]) => name !== 'closed')) {
      const can = ['reading', 'building', 'resuming'].includes(at)
      expect(fail(state).step.at, at).toBe(can ? 'failed' : at)
    }
  })
})

describe('the ground under a plan', () => {
  it('is waited for, and taken where it comes while building', () => {
    expect(next(building, ground(OTHER_GROUND)).step).toMatchObject({ at: 'building', ground: OTHER_GROUND })
    expect(next(building, ground(null)).step.at).toBe('shown')
    expect(next(building, ground(GROUND))).toBe(building)
  })

  it.each([
    ['resuming', resuming],
    ['ready', ready],
  ])('makes a plan that is %s be read again where it is another', (_at, state) => {
    expect(next(state, ground(null)).step).toBe(state.step)
    expect(run(state, ground(null), ground(OTHER_GROUND)).step).toMatchObject({ at: 'reading' })
  })

  it.each(['closed', 'waiting', 'reading', 'unknown', 'gone', 'elsewhere', 'failed'] as const)(
    'changes nothing else while it is %s',
    (at) => expect(next(ALL[at], ground(OTHER_GROUND)).step).toBe(ALL[at].step),
  )
})

describe('what must not be', () => {
  const types = ['read', 'missing', 'built', 'resumed', 'failed'] as const
  const event = (type: (typeof types)[number], opening: Opening) =>
    ({ type, opening, read: read(), failure: 'why' }) as OpeningEvent

  it.each(every)(
    'an answer to an opening that was overtaken changes nothing while it is %s',
    (_at, state) => {
      for (const type of types) {
        expect(next(state, event(type, { planId: 7, isAgain: false }))).toBe(state)
        expect(next(state, event(type, openingOf(waiting)))).toBe(
          state.step === waiting.step ? waiting : state,
        )
      }
    },
  )

  it.each(every.filter(([at]) => at !== 'closed'))(
    '%s takes only the answers that it waits for',
    (at, state) => {
      const expected: Partial<Record<Step['at'], readonly string[]>> = {
        reading: ['read', 'missing', 'failed'],
        building: ['built', 'failed'],
        resuming: ['resumed', 'failed'],
      }
      const taken = types.filter((type) => next(state, event(type, openingOf(state))) !== state)
      expect(taken).toEqual(expected[at] ?? [])
    },
  )

  it('a plan is never built twice by one reading of it, nor ready before its kept work is back', () => {
    expect(next(resuming, { type: 'built', opening: openingOf(resuming) })).toBe(resuming)
    expect(next(building, { type: 'resumed', opening: openingOf(building) })).toBe(building)
    expect(next(shown, { type: 'built', opening: openingOf(shown) })).toBe(shown)
  })
})
