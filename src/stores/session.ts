import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { readChanges } from '../data/changes'
import { client } from '../data/client'
import { forgetColumns } from '../data/incidents/columns'
import { holdPerson, onOtherPerson } from '../data/person'
import * as session from '../data/session'
import { toDataError } from '../lib/errors'
import { type Action, allows, RIGHTS } from '../lib/rights'
import { useTopics } from './topics'

/** Who is signed in and what they may do, as the database says it now. */
export const useSession = defineStore('session', () => {
  const topics = useTopics()
  const user = shallowRef<session.User | null>(null)
  const memberships = shallowRef<session.Membership[]>([])
  const isRestored = ref(false)
  /** Another account has signed in on this device: nothing more is shown or sent under this one. */
  const isTakenOver = ref(false)
  const roles = computed(() => new Set(memberships.value.map(({ role }) => role)))
  let stopListening: (() => void) | null = null
  let isEntering = false
  /** Who signed in on this device, in another tab or window, while nobody is signed in here. */
  const elsewhere = shallowRef<session.User | null>(null)

  function takeOver(): void {
    if (user.value) isTakenOver.value = true
  }

  async function become(next: session.User | null): Promise<void> {
    holdPerson(next?.id ?? null)
    if (next) {
      try {
        await learn()
      } catch (failure) {
        holdPerson(null)
        throw failure
      }
    } else {
      memberships.value = []
      topics.learn({})
      void forgetColumns()
    }
    user.value = next
  }

  /** Asks what the person may and what has changed. Memberships are replaced only where they differ. */
  async function learn(): Promise<void> {
    const changes = await readChanges(client())
    if (JSON.stringify(changes.memberships) !== JSON.stringify(memberships.value))
      memberships.value = changes.memberships
    topics.learn(changes.topics)
  }

  /**
   * Asks again, as pages do as long as they are open: a right that was given or taken away and what has changed are known
   * within a minute, and a session that was ended elsewhere ends here. Throws what is not an answer.
   */
  async function follow(): Promise<void> {
    if (!user.value || isTakenOver.value) return
    try {
      await learn()
    } catch (failure) {
      if (toDataError(failure).code !== 'signed-out') throw failure
      await end()
    }
  }

  /** Ends what is left of a session that the database no longer knows. */
  async function end(): Promise<void> {
    const left = await session.currentUser(client()).catch(() => null)
    if (left && left.id !== user.value?.id) return takeOver()
    await become(null)
    await session.signOut(client()).catch(() => undefined)
  }

  /** Takes up the session this device has kept and follows it from now on: signed out elsewhere is signed out here. */
  async function restore(): Promise<void> {
    try {
      await become(await session.currentUser(client()))
    } catch (failure) {
      if (toDataError(failure).code !== 'signed-out') throw failure
      await end()
    }
    isRestored.value = true
    onOtherPerson(takeOver)
    stopListening?.()
    stopListening = session.onUserChange(client(), (next) => {
      elsewhere.value = user.value || isEntering ? null : next
      if (!user.value) return
      if (!next) void become(null)
      else if (next.id !== user.value.id) takeOver()
    })
  }

  async function signIn(email: string, password: string): Promise<void> {
    isEntering = true
    try {
      await become(await session.signIn(client(), email, password))
    } finally {
      isEntering = false
    }
  }

  /** Takes up the session that another tab has begun on this device. Throws what asking for its rights throws. */
  async function join(): Promise<void> {
    const next = await session.currentUser(client())
    if (!user.value && next) await become(next)
    elsewhere.value = null
  }

  async function signOut(): Promise<void> {
    await session.signOut(client())
    await become(null)
  }

  /** Whether the person may do something in whatever area. In which one is asked of `usePlace().may`. */
  function mayAnywhere(action: Action): boolean {
    return [...roles.value].some((role) => allows(role, action))
  }

  /** Names of the pages on which a day of the person's roles begins, with the view of each: that which all of them begin with. */
  const homes = computed(() => {
    const views = new Map<string, string>()
    for (const role of roles.value) {
      const { home, view = '' } = RIGHTS[role]
      views.set(home, (views.get(home) ?? view) === view ? view : '')
    }
    return views
  })

  return {
    user,
    memberships,
    roles,
    isRestored,
    isTakenOver,
    elsewhere,
    restore,
    follow,
    signIn,
    join,
    signOut,
    mayAnywhere,
    homes,
  }
})
