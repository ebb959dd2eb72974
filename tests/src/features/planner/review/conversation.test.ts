import { createPinia, setActivePinia } from 'pinia'
import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { setClient } from '../../../../../src/data/client'
import { useConversation } from '../../../../../src/features/planner/review/useConversation'
import { usePlan } from '../../../../../src/stores/plan'

vi.mock('../../../../../src/composables/useErrorWords', () => ({ useErrorWords: () => String }))
vi.mock('../../../../../src/composables/usePolling', () => ({ usePolling: () => ({ now: () => undefined }) }))
vi.mock('element-plus', () => ({ ElMessage: { error: () => undefined } }))

/** Keys under which remarks were sent. */
const keys: unknown[] = []
let refusal: object | null = null
const scope = effectScope()

beforeEach(() => {
  setActivePinia(createPinia())
  usePlan().head = { id: 7, state: 'submitted' } as never
  keys.length = 0
  setClient({
    rpc: (name: string, { client_key }: { client_key?: string }) => {
      if (name === 'plan_conversation')
        return Promise.resolve({ data: { remarks: [], steps: [] }, error: null })
      keys.push(client_key)
      return Promise.resolve(refusal ? { data: null, error: refusal } : { data: 3, error: null })
    },
  } as never)
})
afterEach(() => scope.stop())

test('a remark whose answer was lost is sent again under its key, another one under another', async () => {
  const talk = scope.run(() => useConversation())!
  refusal = { message: 'no-connection' }
  expect(await talk.say({ body: '看' })).toBe(false)
  refusal = null
  expect(await talk.say({ body: '看' })).toBe(true)
  expect(keys[1]).toBe(keys[0])
  await talk.say({ body: '看' })
  await talk.say({ body: '再看' })
  expect(new Set(keys).size).toBe(3)
})
