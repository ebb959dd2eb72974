import { expose } from 'comlink'
import { densityOfCells } from '../lib/density'

/** Computes densities away from the page's thread. */
const worker = { densityOfCells }

export type DensityWorker = typeof worker
expose(worker)
