import { type Remote, transfer, wrap } from 'comlink'
import type { CaseChunk } from '../lib/incidents/case-columns'
import type { AnalysisWorker } from './analysis-worker'

export type { CaseFilter, CaseQuestion, CaseWindow } from './analysis-counts'
export type { ComparedPlace } from './analysis-comparison'
export type { Answer, Ground, Selection } from './analysis-engine'
export type { HotSpot, SpotUnit } from './analysis-spots'
export type { Alarm, AlarmQuestion, RepeatSpot } from './analysis-finds'
export type { Denominator } from './analysis-households'
export type { Scale, View } from './analysis-image'

/** The worker's side, asked from here. */
export type AnalysisCounter = Remote<AnalysisWorker>

/** A worker that counts cases and paints their density, until `end`. */
export interface Analysis {
  worker: AnalysisCounter
  /** Hands a month of cases over: its arrays are the worker's afterwards. */
  put: (month: string, chunk: CaseChunk) => Promise<void>
  end: () => void
}

/** Starts a worker for the analysis of cases. */
export function startAnalysis(): Analysis {
  const thread = new Worker(new URL('./analysis-worker.ts', import.meta.url), { type: 'module' })
  const worker = wrap<AnalysisWorker>(thread)
  return {
    worker,
    put: (month, chunk) => worker.put(month, transfer(chunk, buffersOf(chunk))),
    end: () => thread.terminate(),
  }
}

function buffersOf({ dayStarts, x, y, hour, hours, category, community }: CaseChunk): ArrayBuffer[] {
  return [dayStarts, x, y, hour, hours, category, community].map(({ buffer }) => buffer)
}
