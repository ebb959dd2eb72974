// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { setClient } from '../../../src/data/client'
import { heldPerson, holdPerson, tellOtherPerson } from '../../../src/data/person'
import { useSession } from '../../../src/stores/session'
import { useTopics } from '../../../src/stores/topics'

type Session = { user: { id: string; email: string } } | null
const session = (id: string): Session => ({ user: { id, email: `${id}@demo` } })
let kept: Session
let changed: (event: string, next: Session) => void
let reply: { data: unknown; error: unknown }
const signOut = vi.fn(() => ((kept = null), Promise.resolve({ error: null })))

const ME = '5e0cbd0a-6d5b-4c3a-9a4e-0b8f7c1d2e30'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  setActivePinia(createPinia())
  holdPerson(null)
  signOut.mockClear()
  kept = session(ME)
  const memberships = [{ role: 'worker', areaId: 4 }]
  reply = {
    data: { now: new Date().toISOString(), person: ME, memberships, topics: { 1: { plans: 2 } } },
    error: null,
  }
  setClient({
    rpc: () => Promise.resolve(reply),
    auth: {
      getSession: () => Promise.resolve({ data: { session: kept }, error: null }),
      onAuthStateChange: (listener: typeof changed) => {
        changed = listener
        return { data: { subscription: { unsubscribe: () => undefined } } }
      },
      signOut,
    },
  } as never)
})

async function restored() {
  const store = useSession()
  await store.restore()
  return store
}

describe('one session, one person', () => {
  it('takes up who is signed in, what they may and what has changed', async () => {
    const store = await restored()
    expect([store.user?.id, heldPerson(), store.mayAnywhere('serve')]).toEqual([ME, ME, true])
    expect(useTopics().byDistrict).toEqual({ 1: { plans: 2 } })
  })

  it.each([
    [['worker'], { incidents: '' }],
    [['checker'], { incidents: 'state=checking' }],
    [['checker', 'worker'], { incidents: '' }],
    [['checker', 'leader'], { incidents: 'state=checking', figures: '' }],
  ])('the day of %s begins with what all of that page begin with', async (roles, begins) => {
    const memberships = roles.map((role) => ({ role, areaId: 4 }))
    reply = { data: { ...(reply.data as object), memberships }, error: null }
    const store = await restored()
    expect(Object.fromEntries(store.homes)).toEqual(begins)
  })

  it.each([
    ['tells of it', () => changed('SIGNED_IN', session('somebody else'))],
    ['is met by a call', tellOtherPerson],
  ])('goes no further when another account that signed in elsewhere %s', async (_how, happen) => {
    const store = await restored()
    happen()
    expect(store.isTakenOver).toBe(true)
    expect([store.user?.id, heldPerson()]).toEqual([ME, ME])
    reply = { data: { ...(reply.data as object), memberships: [{ role: 'admin', areaId: 1 }] }, error: null }
    await store.follow()
    expect(store.mayAnywhere('administer')).toBe(false)
  })

  it('takes up who signs in in another tab while nobody is here, and not who is signing in here', async () => {
    kept = null
    const store = await restored()
    changed('SIGNED_IN', (kept = session(ME)))
    expect([store.user, store.elsewhere?.id]).toEqual([null, ME])
    await store.join()
    expect([store.user?.id, heldPerson(), store.elsewhere]).toEqual([ME, ME, null])
    changed('TOKEN_REFRESHED', session(ME))
    expect(store.elsewhere).toBeNull()
  })

  it('is not taken over by a renewed token of the same person', async () => {
    const store = await restored()
    changed('TOKEN_REFRESHED', session(ME))
    expect(store.isTakenOver).toBe(false)
  })

  it('ends here when it was ended elsewhere', async () => {
    const store = await restored()
    reply = { data: null, error: { code: 'P0001', message: 'signed-out' } }
    await store.follow()
    expect([store.user, store.memberships, heldPerson()]).toEqual([null, [], null])
    expect(signOut).toHaveBeenCalledOnce()
  })

  it('is not ended by a line that is down', async () => {
    const store = await restored()
    reply = { data: null, error: { message: 'no-connection' } }
    await expect(store.follow()).rejects.toMatchObject({ code: 'no-connection' })
    expect(store.user?.id).toBe(ME)
  })

  it('learns of a right that was taken away, and keeps the same list while nothing has changed', async () => {
    const store = await restored()
    const before = store.memberships
    await store.follow()
    expect(store.memberships).toBe(before)
    reply = { data: { ...(reply.data as object), memberships: [] }, error: null }
    await store.follow()
    expect(store.mayAnywhere('serve')).toBe(false)
  })
})
