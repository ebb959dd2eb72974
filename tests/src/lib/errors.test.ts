import { describe, expect, it } from 'vitest'
import { answer, DataError, toDataError } from '../../../src/lib/errors'

describe('failures of the data layer', () => {
  it.each([
    [{ code: 'P0001', message: 'plan-has-faults', details: '{"faults":3}' }, 'plan-has-faults'],
    [{ code: 'P0001', message: 'Something in words' }, 'unexpected'],
    [{ code: '42501', message: 'permission denied for table plans' }, 'not-allowed'],
    [{ code: '23505', message: 'duplicate key' }, 'already-exists'],
    [{ code: 'PGRST301', message: 'JWT expired' }, 'signed-out'],
    [{ code: '', message: 'TypeError: Failed to fetch' }, 'no-connection'],
    [{ code: 'invalid_credentials', message: 'Invalid login credentials', status: 400 }, 'wrong-credentials'],
    [{ message: 'nope', status: 403 }, 'not-allowed'],
    ['text', 'unexpected'],
  ])('%j becomes %s', (failure, code) => {
    expect(toDataError(failure)).toMatchObject({ name: 'DataError', code })
  })

  it('carry the detail parsed and the cause whole', () => {
    const failure = { code: 'P0001', message: 'plan-has-faults', details: '{"faults":3}' }
    const error = toDataError(failure)
    expect(error.detail).toEqual({ faults: 3 })
    expect(error.cause).toBe(failure)
    expect(toDataError(error)).toBe(error)
  })

  it('are thrown by answer, which else returns the data', () => {
    expect(answer({ data: [1], error: null })).toEqual([1])
    expect(() => answer({ data: null, error: { code: '42501', message: '' } })).toThrow(DataError)
  })
})
