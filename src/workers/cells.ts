import { transfer, wrap } from 'comlink'
import type { CellsInput, CellsResult } from '../../geo/index'
import type { CellsWorker } from './cells-worker'
import { packFootprints } from './footprints'

/** Returns the cells of a district, built in a worker that ends when it is done. */
export async function buildCellsAway(input: CellsInput): Promise<CellsResult> {
  const worker = new Worker(new URL('./cells-worker.ts', import.meta.url), { type: 'module' })
  try {
    const packed = packFootprints(input)
    return await wrap<CellsWorker>(worker).build(transfer(packed, [packed.footprints.buffer]))
  } finally {
    worker.terminate()
  }
}
