import { wrap } from 'comlink'
import type { DensityBand, MultiPolygonRings } from '../../geo/index'
import type { CellCounts } from '../lib/density'
import type { DensityWorker } from './density-worker'

/** Computes densities in a worker of its own, one after the other, until `end`. */
export interface DensityAway {
  bandsOf: (counts: CellCounts, ground: MultiPolygonRings) => Promise<DensityBand[]>
  end: () => void
}

/** Starts a worker for densities. */
export function startDensity(): DensityAway {
  const worker = new Worker(new URL('./density-worker.ts', import.meta.url), { type: 'module' })
  const away = wrap<DensityWorker>(worker)
  return { bandsOf: (counts, ground) => away.densityOfCells(counts, ground), end: () => worker.terminate() }
}
