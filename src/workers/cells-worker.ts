import { expose, transfer } from 'comlink'
import { buildCells, type CellsInput } from '../../geo/index'

/** Builds cells away from the page's thread; their arrays change hands instead of being copied. */
const worker = {
  build(input: CellsInput) {
    const result = buildCells(input)
    const arrays: unknown[] = [result.cells, result.instance].flatMap((part) =>
      Object.values<unknown>({ ...part }),
    )
    const buffers = arrays.flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer] : []))
    return transfer(result, [...new Set(buffers)] as ArrayBuffer[])
  },
}

export type CellsWorker = typeof worker
expose(worker)
