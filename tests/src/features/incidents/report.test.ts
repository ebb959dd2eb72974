// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type App, effectScope, type EffectScope } from 'vue'
import { setClient } from '../../../../src/data/client'
import { holdPerson } from '../../../../src/data/person'
import { useReport } from '../../../../src/features/incidents/report/useReport'
import { usePlace } from '../../../../src/stores/place'
import { useSession } from '../../../../src/stores/session'
import { placeSaid, storesApp } from '../../../support/said'

interface Sent {
  client_key: string
  description: string
}
/** What the database has: by key, the words and the number. */
const registered = new Map<string, { words: string; id: number; number: string }>()
const sent: Sent[] = []
let isAnswerLost = false
const scopes: EffectScope[] = []
let app: App

function register(report: Sent) {
  sent.push(report)
  const before = registered.get(report.client_key)
  if (before && before.words !== report.description) {
    const details = JSON.stringify({ id: before.id, number: before.number })
    return { data: null, error: { code: 'P0001', message: 'reported-otherwise', details } }
  }
  const id = before?.id ?? registered.size + 1
  registered.set(report.client_key, { words: report.description, id, number: `n${id}` })
  return isAnswerLost
    ? { data: null, error: { message: 'no-connection' } }
    : { data: { id, number: `n${id}`, communityId: 3, state: 'reported' }, error: null }
}

/** A window of the page, with a place and a category chosen. */
function openWindow() {
  const scope = effectScope()
  scopes.push(scope)
  const report = app.runWithContext(() => scope.run(useReport))!
  const write = (description: string) =>
    Object.assign(report.draft.value, { position: { lng: 113, lat: 35 }, categoryId: 1, description })
  return { report, write }
}

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  app = storesApp()
  holdPerson('me')
  localStorage.clear()
  registered.clear()
  sent.length = 0
  isAnswerLost = false
  const place = placeSaid(3, 2)
  setClient({
    rpc: (name: string, parameters: Sent) =>
      name === 'locate'
        ? { abortSignal: () => Promise.resolve({ data: place, error: null }) }
        : Promise.resolve(register(parameters)),
  } as never)
})
afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop()
  vi.unstubAllGlobals()
})

describe('one intent, one key', () => {
  it('two windows that write from the same draft send two reports', async () => {
    const [one, other] = [openWindow(), openWindow()]
    one.write('路灯不亮')
    other.write('井盖缺失')
    expect((await one.report.send())?.number).toBe('n1')
    expect((await other.report.send())?.number).toBe('n2')
    expect([...registered.values()].map(({ words }) => words)).toEqual(['路灯不亮', '井盖缺失'])
  })

  it('a report whose answer was lost is registered once when it is sent again, after a reload too', async () => {
    const { report, write } = openWindow()
    write('路灯不亮')
    isAnswerLost = true
    expect(await report.send()).toBe(null)
    isAnswerLost = false
    const again = openWindow()
    expect(again.report.draft.value.description).toBe('路灯不亮')
    expect((await again.report.send())?.number).toBe('n1')
    expect([sent.length, registered.size]).toEqual([2, 1])
  })

  it('a text corrected after a lost answer is told which case there is, and can be sent as another', async () => {
    const { report, write } = openWindow()
    write('路灯不亮')
    isAnswerLost = true
    await report.send()
    isAnswerLost = false
    write('路灯不亮，第二盏也不亮')
    expect(await report.send()).toBe(null)
    expect(report.reportedOtherwise.value).toEqual({ id: 1, number: 'n1' })
    expect(report.draft.value.description).toBe('路灯不亮，第二盏也不亮')
    expect((await report.sendAsNew())?.number).toBe('n2')
    expect(report.draft.value.description).toBe('')
  })

  it('has a key where the page came without a safe connection', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const { report, write } = openWindow()
    write('路灯不亮')
    await report.send()
    expect(sent[0].client_key).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
})

it('a place outside of what the person answers for is told when it is chosen', async () => {
  const place = usePlace()
  const area = (id: number, parentId: number | null) =>
    ({ id, parentId, code: String(id), districtId: 1, name: '', nameEn: null, kind: 'community' }) as const
  place.areas = [area(1, null), area(2, 1), area(3, 2), area(4, 2)]
  const session = useSession()
  const { report, write } = openWindow()
  session.memberships = [{ role: 'worker', areaId: 4 }]
  write('路灯不亮')
  await vi.waitFor(() => expect(report.isElsewhere.value).toBe(true))
  expect(report.isReady.value).toBe(false)
  session.memberships = [{ role: 'worker', areaId: 2 }]
  expect([report.isElsewhere.value, report.isReady.value]).toEqual([false, true])
})
