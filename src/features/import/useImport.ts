import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { client } from '../../data/client'
import {
  cancelImport,
  commitImport,
  countReplaced,
  type ImportSummary,
  prepareImport,
} from '../../data/imports/imports'
import type { ReadFacts } from '../../import/job'
import { withAnswer } from '../../import/questions/answers'
import { useRun } from './useRun'
import { useSource } from './useSource'

export type ImportStep = 'file' | 'columns' | 'check' | 'done'

/** What a checked import would do. */
interface Checked {
  id: number
  summary: ImportSummary
  facts: ReadFacts
}

/**
 * One file on its way in: opened in a worker, described, checked by the database, written. A failure keeps everything up to the
 * step before; leaving the page forgets what was not written.
 */
export function useImport() {
  const step = ref<ImportStep>('file')
  const run = useRun()
  const source = useSource(run)
  const { reader, file, settings, target, look } = source
  const { attempt, begin, teller, failure, progress } = run
  const checked = shallowRef<Checked | null>(null)
  /** Things that are here and would be changed; nothing is written before somebody agrees. */
  const replaced = computed(() => (checked.value ? countReplaced(checked.value.summary) : 0))
  const isReplacingAgreed = ref(false)
  /** Grids that lie across barriers; as for what is replaced. */
  const across = computed(() => checked.value?.summary.grids?.across ?? 0)
  const isAcrossAgreed = ref(false)
  const isAgreed = computed(
    () => (replaced.value === 0 || isReplacingAgreed.value) && (across.value === 0 || isAcrossAgreed.value),
  )
  /** The last check, which may still be ending when it was stopped: the reader holds the rows of one at a time. */
  let checking: Promise<void> = Promise.resolve()

  /** Ends the reader; what it was asked for is never answered, and nobody waits for it. */
  function dismiss(): void {
    reader.value?.dispose()
    checking = Promise.resolve()
  }

  function open(chosen: File[], districtCode: string): Promise<void> {
    return attempt(async () => {
      await forget()
      step.value = 'file'
      dismiss()
      await source.open(chosen, districtCode)
    })
  }

  function check(): Promise<void> {
    const signal = begin()
    const before = checking
    const tell = (stage: Parameters<typeof teller>[1]) => teller(signal, stage)
    checking = attempt(async () => {
      if (!reader.value || !settings.value || !target.value || !file.value) return
      step.value = 'check'
      tell('reading')(0)
      await before
      signal.throwIfAborted()
      await forget()
      const reading = reader.value
      const facts = await reading.read(settings.value, target.value, tell('reading'))
      signal.throwIfAborted()
      const { kind, districtCode } = settings.value
      const { id, summary } = await prepareImport(
        client(),
        { districtCode, kind, fileName: file.value.fileName, total: facts.staged },
        (from) => reading.chunk(from),
        (stage, share) => tell(stage === 'stage' ? 'sending' : 'checking')(share),
        signal,
      )
      if (signal.aborted) await cancelImport(client(), id)
      else checked.value = { id, summary, facts }
    }, signal)
    return checking
  }

  /** Says that the rows are other things than those with the same ids here: they are checked anew. */
  function takeForOthers(): Promise<void> {
    if (settings.value) settings.value = withAnswer(settings.value, 'replace', 'others')
    return check()
  }

  /** Stops what is under way. What is being written stays busy until it is taken back. */
  function stop(): void {
    run.abort()
    if (progress.value?.stage !== 'writing') progress.value = null
    step.value = 'columns'
  }

  function write(): Promise<void> {
    const signal = begin()
    return attempt(async () => {
      if (!checked.value || !isAgreed.value) return
      const { id } = checked.value
      const tell = teller(signal, 'writing')
      tell(0)
      try {
        await commitImport(client(), id, tell, signal)
      } catch (thrown) {
        // What was written is taken back, and what was staged is gone: the file is checked anew.
        checked.value = null
        throw thrown
      }
      step.value = 'done'
    }, signal)
  }

  /** Removes what was staged and not written. */
  async function forget(): Promise<void> {
    const id = step.value === 'check' ? checked.value?.id : undefined
    checked.value = null
    isReplacingAgreed.value = isAcrossAgreed.value = false
    if (id !== undefined) await cancelImport(client(), id)
  }

  function backToColumns(): void {
    void forget().catch(() => undefined)
    failure.value = null
    step.value = 'columns'
  }

  async function restart(): Promise<void> {
    await forget().catch(() => undefined)
    dismiss()
    reader.value = file.value = settings.value = failure.value = look.value = null
    step.value = 'file'
  }

  onScopeDispose(() => {
    run.abort()
    void forget().catch(() => undefined)
    reader.value?.dispose()
  })

  return {
    ...source,
    step,
    checked,
    replaced,
    isReplacingAgreed,
    across,
    isAcrossAgreed,
    agreeAcross: () => {
      isAcrossAgreed.value = true
    },
    isAgreed,
    agreeToReplace: () => void (isReplacingAgreed.value = true),
    takeForOthers,
    failure,
    isOpening: run.isOpening,
    isBusy: run.isBusy,
    progress,
    open,
    check,
    stop,
    write,
    backToColumns,
    restart,
  }
}

export type ImportFlow = ReturnType<typeof useImport>
