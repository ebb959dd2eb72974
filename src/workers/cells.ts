import { transfer, wrap } from 'comlink'
import type { CellsInput, CellsResult } from '../../geo/index'
import type { CommunityLabel } from '../plan/model/ground'
import type { CellsWorker } from './cells-worker'
import { packFootprints } from './footprints'

/** Cells, and where the names of their communities go. */
export interface LabelledCells extends CellsResult {
  labels: CommunityLabel[]
}

/** Returns the cells of a district, built in a worker that ends when it is done. */
export async function buildCellsAway(input: CellsInput): Promise<LabelledCells> {
  const worker = new Worker(new URL('./cells-worker.ts', import.meta.url), { type: 'module' })
  try {
    const packed = packFootprints(input)
    return await wrap<CellsWorker>(worker).build(transfer(packed, [packed.footprints.buffer]))
  } finally {
    worker.terminate()
  }
}
