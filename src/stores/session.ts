import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { client } from '../data/client'
import * as session from '../data/session'

/** Who is signed in and what they may do. */
export const useSession = defineStore('session', () => {
  const user = shallowRef<session.User | null>(null)
  const memberships = shallowRef<session.Membership[]>([])
  const isRestored = ref(false)
  const roles = computed(() => new Set(memberships.value.map(({ role }) => role)))
  let stopListening: (() => void) | null = null

  async function become(next: session.User | null): Promise<void> {
    memberships.value = next ? await session.listMemberships(client(), next.id, Date.now()) : []
    user.value = next
  }

  /** Takes up the session this device has kept and follows it from now on: signed out elsewhere is signed out here. */
  async function restore(): Promise<void> {
    await become(await session.currentUser(client()))
    isRestored.value = true
    stopListening?.()
    stopListening = session.onUserChange(client(), (next) => {
      if (!next) void become(null)
    })
  }

  async function signIn(email: string, password: string): Promise<void> {
    await become(await session.signIn(client(), email, password))
  }

  async function signOut(): Promise<void> {
    await session.signOut(client())
    await become(null)
  }

  /** Whether the person holds one of the roles; an empty list asks for none. */
  function holds(wanted: readonly session.MemberRole[]): boolean {
    return wanted.length === 0 || wanted.some((role) => roles.value.has(role))
  }

  /** Whether the person holds one of the roles in the area itself, not only in a part of it. */
  function holdsIn(wanted: readonly session.MemberRole[], areaId: number): boolean {
    return memberships.value.some((held) => held.areaId === areaId && wanted.includes(held.role))
  }

  return { user, memberships, roles, isRestored, restore, signIn, signOut, holds, holdsIn }
})
