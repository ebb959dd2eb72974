import { expose, transfer } from 'comlink'
import { buildCells } from '../../geo/index'
import { type PackedCellsInput, unpackFootprints } from './footprints'

/** Builds cells away from the page's thread; their arrays change hands instead of being copied. */
const worker = {
  build(packed: PackedCellsInput) {
    const result = buildCells(unpackFootprints(packed))
    const arrays: unknown[] = [result.cells, result.instance].flatMap((part) =>
      Object.values<unknown>({ ...part }),
    )
    const buffers = arrays.flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer] : []))
    return transfer(result, [...new Set(buffers)] as ArrayBuffer[])
  },
}

export type CellsWorker = typeof worker
expose(worker)
