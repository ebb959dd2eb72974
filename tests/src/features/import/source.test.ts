import { beforeEach, expect, it, vi } from 'vitest'
import { useRun } from '../../../../src/features/import/useRun'
import { useSource } from '../../../../src/features/import/useSource'

const calls = vi.hoisted(() => ({ readTarget: vi.fn(), readSurroundings: vi.fn() }))
vi.mock('../../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../../src/data/imports/imports', () => calls)
vi.mock('../../../../src/data/imports/import-surroundings', () => calls)
vi.mock('../../../../src/workers/import', () => ({
  createImportReader: () => ({
    open: () => Promise.resolve({ name: 'buildings.csv' }),
    surround: () => Promise.resolve(),
    propose: (districtCode: string) =>
      Promise.resolve({ districtCode, kind: 'buildings', mapping: {}, utcOffset: 'Asia/Shanghai' }),
    dropped: () => Promise.resolve([]),
    questions: () => Promise.resolve([]),
    system: () => Promise.resolve({ system: 'wgs84' }),
    look: () => Promise.resolve(null),
  }),
}))

const target = (code: string) => ({ code })
/** Answers that come when they are let go. */
function held(): { answer: (code: string) => Promise<unknown>; letGo: () => void } {
  const waiting: (() => void)[] = []
  return {
    answer: (code) => new Promise((resolve) => waiting.push(() => resolve(target(code)))),
    letGo: () => waiting.splice(0).forEach((go) => go()),
  }
}
const settle = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  calls.readTarget.mockReset().mockImplementation((_, code: string) => Promise.resolve(target(code)))
  calls.readSurroundings.mockReset().mockResolvedValue({ communities: [], district: null, categories: [] })
})

it.each(['readTarget', 'readSurroundings'] as const)(
  'goes into the district that was chosen last, however late what %s says of the former comes',
  async (late) => {
    const source = useSource(useRun())
    const former = held()
    calls[late].mockImplementationOnce((_, code: string) => former.answer(code))
    const opening = source.open([new File(['a'], 'buildings.csv')], '990001')
    await settle()
    await source.choose('990002')
    former.letGo()
    await opening
    expect(source.settings.value?.districtCode).toBe('990002')
    expect(source.target.value).toEqual(target('990002'))
  },
)

it('reads times in the zone of the district that is chosen, as far as nobody chose another', async () => {
  const source = useSource(useRun())
  await source.open([new File(['a'], 'incidents.csv')], '990001')
  calls.readSurroundings.mockResolvedValue({ communities: [], timeZone: 'America/New_York' })
  await source.choose('990002')
  expect(source.settings.value?.utcOffset).toBe('America/New_York')
  source.change({ utcOffset: '-06:00' })
  await source.choose('990003')
  expect(source.settings.value?.utcOffset).toBe('-06:00')
})

it('goes nowhere while it is not known yet what is in the district that was chosen', async () => {
  const source = useSource(useRun())
  await source.open([new File(['a'], 'buildings.csv')], '990001')
  expect(source.target.value).toEqual(target('990001'))
  const chosen = held()
  calls.readTarget.mockImplementationOnce((_, code: string) => chosen.answer(code))
  const choosing = source.choose('990002')
  await settle()
  expect(source.target.value).toBe(null)
  chosen.letGo()
  await choosing
  expect(source.target.value).toEqual(target('990002'))
})
