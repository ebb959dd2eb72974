// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { usePlaces } from '../../../../../src/features/planner/desk/looking/usePlaces'
import { readGridStaff } from '../../../../../src/data/plans/plan-outputs'
import { usePlan } from '../../../../../src/stores/plan'
import { useSession } from '../../../../../src/stores/session'
import { i18n } from '../../../../../src/i18n'
import { detailOf, scheme, withSmallPlan } from '../../../stores/plan-sheet'

vi.mock('../../../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../../../src/data/plans/plans')
vi.mock('../../../../../src/data/plans/plan-outputs')

const small = withSmallPlan()

test('places are found by name, buildings by their address too, people by the grid whose post they hold', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  let places!: ReturnType<typeof usePlaces>
  const app = createApp({ setup: () => ((places = usePlaces()), () => null) })
  app.use(createPinia()).use(PiniaColada).use(i18n).mount(document.createElement('div'))
  useSession().memberships = [{ role: 'planner', areaId: 1 }]
  const { ground } = small
  const [grid] = small.drawn.draft.grids.values()
  vi.mocked(readGridStaff).mockResolvedValue([
    { level: grid.level, key: grid.key, posts: 1, people: ['李明', '王芳'] },
  ])
  const { find, prepare } = places
  ground.input.buildings.address = ground.input.buildings.id.map((id) => `长安路${id}号`)
  await usePlan().open(ground, scheme, detailOf(7, small))

  const [first] = ground.input.buildings.id
  expect(find(`长安路${first}号`).map(({ id }) => id)).toContain(`building-${first}`)
  expect(find('李明')).toEqual([])
  prepare()
  await vi.waitFor(() => expect(find('李明')).toHaveLength(1))
  expect(find('李明')[0]).toMatchObject({ kind: 'person', aim: { level: grid.level, key: grid.key } })
  expect(find('没有这个人')).toEqual([])
  app.unmount()
})
