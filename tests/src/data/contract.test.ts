import { describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { ask, contract } from '../../../src/data/contracts/contract'
import { id, list, multiPolygon, orNull, shape, text } from '../../../src/data/contracts/shapes'
import { DataError } from '../../../src/lib/errors'
import { connect } from '../../../src/lib/supabase'

const plans = contract(
  'list_plans',
  { district: id },
  list(shape({ id, name: text, area: orNull(multiPolygon) })),
)

/** A client whose every call is answered with this, or fails. */
function answering(body: unknown, status = 200) {
  const answered = () =>
    Promise.resolve(
      new Response(typeof body === 'string' ? body : JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json' },
      }),
    )
  const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
  return connect({ url: 'http://localhost', anonKey: 'a', keepSession: false, webSocket, fetch: answered })
}

/** How asking for plans fails. */
async function failure(body: unknown, status?: number): Promise<DataError> {
  const failed: unknown = await ask(answering(body, status), plans, { district: 1 }).catch(
    (error: unknown) => error,
  )
  expect(failed).toBeInstanceOf(DataError)
  return failed as DataError
}

const plan = { id: 1, name: '方案', area: null }

describe('an answer', () => {
  test('that keeps to the contract is returned as it is', async () => {
    const area = { type: 'MultiPolygon', coordinates: [[[[113, 37], [113, 38], [114, 38], [113, 37]]]] } // prettier-ignore
    const given = [plan, { ...plan, area }]
    expect(await ask(answering(given), plans, { district: 1 })).toEqual(given)
  })

  test.each([
    ['a field of another type', [plan, { ...plan, name: 7 }], '1.name'],
    ['a field that is missing', [{ id: 1, name: '方案' }], '0.area'],
    ['a field that nobody agreed on', [{ ...plan, more: 1 }], '0.more'],
    [
      'a shape that is none',
      [{ ...plan, area: { type: 'MultiPolygon', coordinates: [[[['a']]]] } }],
      '0.area',
    ],
    ['a row far down', [...Array<typeof plan>(500).fill(plan), { ...plan, id: null }], '500.id'],
    ['something else than a list', { plans: [] }, 'answer'],
    ['nothing', null, 'answer'],
  ])('with %s says which function and which field', async (_what, given, field) => {
    const { code, detail, isTransient } = await failure(given)
    expect(code).toBe('answer-otherwise')
    expect(detail).toMatchObject({ function: 'list_plans' })
    expect((detail as { field: string }).field.startsWith(field)).toBe(true)
    expect(isTransient).toBe(false)
  })

  test('that is no answer of the database is told apart from a lost connection', async () => {
    expect((await failure('<html>sign in to the network</html>')).code).not.toBe('no-connection')
  })

  test('that the database refused keeps its own code', async () => {
    const refusal = { code: '42501', message: 'permission denied', details: null, hint: null }
    expect((await failure(refusal, 403)).code).toBe('not-allowed')
  })
})

test('arguments that nobody agreed on are a mistake of the caller', async () => {
  const asked = (values: object) => ask(answering([]), plans, values as { district: number })
  await expect(asked({ district: Number.NaN })).rejects.toThrow(/list_plans.*district/)
  await expect(asked({ district: 1, page: 2 })).rejects.toThrow(/list_plans.*page/)
  await expect(asked({})).rejects.toThrow(/list_plans.*district/)
})
