import { expose } from 'comlink'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMember, type Instance, type Progress } from '../../../geo/index'
import { createPartitionPool } from '../../../src/workers/partition'
import { gridInstance } from '../../geo/partition/instances'

const field: Instance = gridInstance(new Array<number>(64).fill(25), 8)
const problem = { targetHouseholds: 100, tolerance: 0.1, preset: 'balanced', seed: 1 } as const
const ended = vi.fn()

/** Stands in for a browser's worker: what it would run answers over a message channel. */
class ChannelWorker {
  private readonly channel = new MessageChannel()
  constructor() {
    expose(createMember(), this.channel.port2)
    this.channel.port1.start()
    this.channel.port2.start()
  }
  postMessage(message: unknown, transfer: Transferable[]) {
    this.channel.port1.postMessage(message, transfer)
  }
  addEventListener(name: 'message', listener: (event: MessageEvent) => void) {
    this.channel.port1.addEventListener(name, listener)
  }
  removeEventListener(name: 'message', listener: (event: MessageEvent) => void) {
    this.channel.port1.removeEventListener(name, listener)
  }
  terminate() {
    this.channel.port1.close()
    this.channel.port2.close()
    ended()
  }
}

beforeEach(() => vi.stubGlobal('Worker', ChannelWorker))
afterEach(() => {
  vi.unstubAllGlobals()
  ended.mockClear()
})

describe('the pool of partition workers', () => {
  it('shows a first plan, then better ones, and ends with the best', async () => {
    const pool = createPartitionPool(2)
    const seen: Progress[] = []
    const plan = await pool.solve({
      instance: field,
      problem,
      steps: 60,
      onProgress: (progress) => seen.push(progress),
    })
    expect(plan.status).toBe('planned')
    expect(seen[0].steps).toBe(0)
    expect(seen.at(-1)?.steps).toBe(60)
    seen.slice(1).forEach((progress, k) => expect(progress.energy).toBeLessThanOrEqual(seen[k].energy))
    pool.dispose()
    expect(ended).toHaveBeenCalledTimes(2)
  })

  it('stops when told to, with the best plan so far', async () => {
    const pool = createPartitionPool(1)
    const cancel = new AbortController()
    const plan = await pool.solve({
      instance: field,
      problem,
      onProgress: () => cancel.abort(),
      signal: cancel.signal,
    })
    expect(plan).toMatchObject({ status: 'planned', steps: 0 })
    pool.dispose()
  })

  it('says why there is no plan', async () => {
    const pool = createPartitionPool(1)
    const answer = await pool.solve({
      instance: field,
      problem: { ...problem, targetHouseholds: 0 },
      steps: 1,
    })
    expect(answer).toEqual({ status: 'infeasible', reason: 'bad-target' })
    pool.dispose()
  })
})
