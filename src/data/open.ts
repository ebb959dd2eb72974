import { serverClock } from '../lib/time/clock'
import { toDataError } from '../lib/errors'
import { connect } from '../lib/supabase'
import { createCall } from './call/call'
import { sessionStore } from './call/session-store'
import { setClient } from './client'
import { heldPerson, tellOtherPerson } from './person'

/** Opens the line to the database: one client for all pages, whose every call goes through `call`. `hasPush`: it has Realtime. */
export function openLine(url: string, anonKey: string, hasPush: boolean): void {
  const renewing = new Map<string, Promise<string | null>>()

  async function newToken(refused: string): Promise<string | null> {
    const { data } = await opened.auth.getSession()
    if (data.session && data.session.access_token !== refused) return data.session.access_token
    const renewed = await opened.auth.refreshSession()
    if (!renewed.error) return renewed.data.session?.access_token ?? null
    if (toDataError(renewed.error).isTransient) throw renewed.error
    return null
  }

  /** Many calls are refused at once when a token ends: it is renewed once for all of them. */
  function renew(refused: string): Promise<string | null> {
    const underWay = renewing.get(refused) ?? newToken(refused).finally(() => renewing.delete(refused))
    renewing.set(refused, underWay)
    return underWay
  }

  const call = createCall({
    fetch: (input, init) => fetch(input, init),
    clock: serverClock,
    person: heldPerson,
    renew,
    onOtherPerson: tellOtherPerson,
  })
  const opened = connect({
    url,
    anonKey,
    keepSession: true,
    sessionStore: sessionStore(localStorage, serverClock),
    fetch: call,
  })
  setClient(opened, hasPush)
}
