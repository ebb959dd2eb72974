import { beforeEach, describe, expect, it } from 'vitest'
import { setClient } from '../../../../src/data/client'
import type { IncidentCase } from '../../../../src/data/incidents/incident-case'
import { type CaseAction, emptyDraft } from '../../../../src/features/incidents/case/steps'
import { useCaseActions } from '../../../../src/features/incidents/case/useCaseActions'

type Sent = Record<string, unknown> & { client_key: string }

/** A database that keeps what was sent under each key, as `private.begin_intent` does. */
const kept = new Map<string, string>()
const done: string[] = []
let isAnswerLost = false

function call(name: string, { client_key, ...content }: Sent) {
  const asked = JSON.stringify([name, content])
  const before = kept.get(client_key)
  if (before !== undefined && before !== asked)
    return { data: null, error: { code: 'P0001', message: 'sent-otherwise', details: '{}' } }
  if (before === undefined) {
    if (name === 'move_incident' && content.expected !== state)
      return {
        data: null,
        error: {
          code: 'P0001',
          message: 'incident-moved-meanwhile',
          details: `{"state":"${state}","by":"王"}`,
        },
      }
    kept.set(client_key, asked)
    done.push(asked)
    if (name === 'move_incident') state = String(content.to_state)
  }
  if (isAnswerLost) return { data: null, error: { message: 'no-connection' } }
  return { data: answers[name] ?? { id: 1, number: '1' }, error: null }
}

/** What functions answer that answer more than the number of the case. */
const answers: Record<string, object> = {
  move_incident: { id: 1, number: '1', state: 'accepted', dueAt: null, clockDueAt: null },
  stop_clock: { id: 1, number: '1', at: '2026-11-23T04:00:00Z' },
  redact_incident: { id: 1, number: '1', places: 1 },
}

let state = 'reported'
const incident = () => ({ id: 1, state, address: '' }) as IncidentCase
const note: CaseAction = { kind: 'note' }
const accept: CaseAction = { kind: 'step', to: 'accepted', noteRequired: false }

beforeEach(() => {
  kept.clear()
  done.length = 0
  state = 'reported'
  isAnswerLost = false
  setClient({ rpc: (name: string, parameters: Sent) => Promise.resolve(call(name, parameters)) } as never)
})

describe('one intent, one key', () => {
  it.each([
    note,
    accept,
    { kind: 'urge' },
    { kind: 'answer' },
    { kind: 'arrival' },
    { kind: 'redact' },
  ] as const)('%j whose answer was lost is done once when it is sent again', async (action) => {
    const draft = { ...emptyDraft(), note: '看过', words: '张三' }
    const { act } = useCaseActions()
    isAnswerLost = true
    expect(await act(incident(), action, draft)).toBe(false)
    isAnswerLost = false
    expect(await act(incident(), action, draft)).toBe(true)
    expect(done).toHaveLength(1)
  })

  it('after a reload too: the key is part of the draft', async () => {
    const draft = { ...emptyDraft(), note: '看过' }
    isAnswerLost = true
    await useCaseActions().act(incident(), note, draft)
    isAnswerLost = false
    const again = JSON.parse(JSON.stringify(draft)) as typeof draft
    expect(await useCaseActions().act(incident(), note, again)).toBe(true)
    expect(done).toHaveLength(1)
  })

  it('what was corrected since is not dropped: it is told, and can be sent as well', async () => {
    const draft = { ...emptyDraft(), note: '看过' }
    const actions = useCaseActions()
    isAnswerLost = true
    await actions.act(incident(), note, draft)
    isAnswerLost = false
    draft.note = '看过两次'
    expect(await actions.act(incident(), note, draft)).toBe(false)
    expect(actions.failure.value?.code).toBe('sent-otherwise')
    expect(await actions.actAnew(incident(), note, draft)).toBe(true)
    expect(done).toHaveLength(2)
  })

  it('another act has another key', async () => {
    const draft = { ...emptyDraft(), note: '看过' }
    const actions = useCaseActions()
    isAnswerLost = true
    await actions.act(incident(), note, draft)
    await actions.act(incident(), { kind: 'urge' }, draft)
    expect(kept.size).toBe(2)
  })

  it('what somebody else took meanwhile is told, and the next attempt is at the case as it is', async () => {
    const draft = emptyDraft()
    const actions = useCaseActions()
    const seen = incident()
    state = 'verifying'
    expect(await actions.act(seen, accept, draft)).toBe(false)
    expect(actions.moved.value).toEqual({ state: 'verifying', by: '王' })
    expect(await actions.act(incident(), accept, draft)).toBe(true)
  })
})
