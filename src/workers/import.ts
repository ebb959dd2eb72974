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
    open: (file: File, choices: FileChoices = {}) => withDetail(job.open(file, file.name, choices)),
    surround: (surroundings: Surroundings) => withDetail(job.surround(surroundings)),
    propose: (districtCode: string, kind?: ImportKind) => withDetail(job.propose(districtCode, kind)),
    look: (settings: Pick<ImportSettings, 'mapping' | 'coordinates'>) => withDetail(job.look(settings)),
    system: (settings: Pick<ImportSettings, 'mapping'>) => withDetail(job.system(settings)),
    dropped: (kind: ImportKind) => withDetail(job.dropped(kind)),
    questions: (settings: ImportSettings) => withDetail(job.questions(settings)),
    categories: (column: string) => withDetail(job.categories(column)),
    read: (settings: ImportSettings, target: Target, onProgress: (share: number) => void) =>
      withDetail(job.read(settings, target, proxy(onProgress))),
    chunk: (from: number) => withDetail(job.chunk(from)),
    cellsOf: (lines: number[], kind: ImportKind) => withDetail(job.cellsOf(lines, kind)),
    dispose: () => worker.terminate(),
  }
}

/** An error loses its class on the way between threads; its name, message and detail come through. */
async function withDetail<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (failure) {
    if (failure instanceof Error && failure.name === 'DataError')
      throw new DataError(failure.message, (failure as { detail?: unknown }).detail)
    throw failure
  }
}
