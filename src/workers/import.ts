import { proxy, type Remote, wrap } from 'comlink'
import { DataError } from '../lib/errors'
import type { Target } from '../import/rows/derive'
import type { ImportJob } from '../import/job'
import type { Surroundings } from '../import/questions/types'
import type { FileChoices } from '../import/tables/source-table'
import type { ImportKind, ImportSettings } from '../import/types'

/** Reads one file in a worker: the page's thread only passes messages. */
export type ImportReader = ReturnType<typeof createImportReader>

/** Starts the worker. Every method fails with the DataError that the worker threw; `dispose` ends it at once. */
export function createImportReader() {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' })
  const job: Remote<ImportJob> = wrap<ImportJob>(worker)
  return {
    open: (file: File, choices: FileChoices = {}) => told(job.open(file, file.name, choices)),
    surround: (surroundings: Surroundings) => told(job.surround(surroundings)),
    propose: (districtCode: string, kind?: ImportKind) => told(job.propose(districtCode, kind)),
    look: (settings: Pick<ImportSettings, 'mapping' | 'coordinates'>) => told(job.look(settings)),
    system: (settings: Pick<ImportSettings, 'mapping'>) => told(job.system(settings)),
    dropped: (kind: ImportKind) => told(job.dropped(kind)),
    questions: (settings: ImportSettings) => told(job.questions(settings)),
    categories: (column: string) => told(job.categories(column)),
    read: (settings: ImportSettings, target: Target, onProgress: (share: number) => void) =>
      told(job.read(settings, target, proxy(onProgress))),
    chunk: (from: number) => told(job.chunk(from)),
    cellsOf: (lines: number[], kind: ImportKind) => told(job.cellsOf(lines, kind)),
    dispose: () => worker.terminate(),
  }
}

/** An error loses its class on the way between threads; its name, message and detail come through. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (failure) {
    if (failure instanceof Error && failure.name === 'DataError')
      throw new DataError(failure.message, (failure as { detail?: unknown }).detail)
    throw failure
  }
}
