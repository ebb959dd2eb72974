import { expose, transfer } from 'comlink'
import { buildCells, communityPolygons } from '../../geo/index'
import type { CommunityLabel } from '../plan/model/ground'
import { type PackedCellsInput, unpackFootprints } from './footprints'

/** Builds cells away from the page's thread, with what their map needs; their arrays change hands instead of being copied. */
const worker = {
  build(packed: PackedCellsInput) {
    const result = buildCells(unpackFootprints(packed))
    const arrays: unknown[] = [result.cells, result.instance].flatMap((part) =>
      Object.values<unknown>({ ...part }),
    )
    const buffers = arrays.flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer] : []))
    const labels = communityPolygons(result.cells).map(({ grid, labelPoint }): CommunityLabel => ({
      community: grid,
      at: labelPoint,
    }))
    return transfer({ ...result, labels }, [...new Set(buffers)] as ArrayBuffer[])
  },
}

export type CellsWorker = typeof worker
expose(worker)
