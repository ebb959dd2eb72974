import type { FeatureCollection } from 'geojson'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { client } from '../../data/client'
import {
  cancelImport,
  commitImport,
  type ImportSummary,
  listReported,
  prepareImport,
  readTarget,
} from '../../data/imports'
import { delimiterNamed } from '../../import/delimiter'
import type { Encoding } from '../../import/encoding'
import { readSurroundings, type ImportSurroundings } from '../../data/import-surroundings'
import type { SystemProposal } from '../../import/coordinates'
import { isPart, stemOf } from '../../import/formats/names'
import type { Target } from '../../import/derive'
import type { DroppedColumn } from '../../import/guess'
import type { FileFacts, ReadFacts } from '../../import/job'
import { keyOf, withAnswer } from '../../import/questions/answers'
import type { Question } from '../../import/questions/types'
import type { ReportedRow } from '../../import/report'
import type { FileChoices } from '../../import/source-table'
import { DataError } from '../../lib/errors'
import type { ImportKind, ImportSettings } from '../../import/types'
import { createImportReader, type ImportReader } from '../../workers/import'

export type ImportStep = 'file' | 'columns' | 'check' | 'done'
export type ImportStage = 'reading' | 'sending' | 'checking' | 'writing'

/** What a checked import would do. */
interface Checked {
  id: number
  summary: ImportSummary
  facts: ReadFacts
  reported: ReportedRow[]
}

/**
 * One file on its way in: opened in a worker, described, checked by the database, written. A failure keeps everything up to the
 * step before; leaving the page forgets what was not written.
 */
export function useImport() {
  const step = ref<ImportStep>('file')
  const reader = shallowRef<ImportReader | null>(null)
  const file = shallowRef<FileFacts | null>(null)
  const settings = shallowRef<ImportSettings | null>(null)
  const dropped = shallowRef<DroppedColumn[]>([])
  const categories = shallowRef<[string, number][]>([])
  const questions = shallowRef<Question[]>([])
  const answered = shallowRef<{ question: Question; answer: string }[]>([])
  const target = shallowRef<Target | null>(null)
  const checked = shallowRef<Checked | null>(null)
  const failure = shallowRef<unknown>(null)
  const isOpening = ref(false)
  const progress = shallowRef<{ stage: ImportStage; share: number } | null>(null)
  let stopping: AbortController | null = null
  /** The last check, which may still be ending when it was stopped: the reader holds the rows of one at a time. */
  let checking: Promise<void> = Promise.resolve()

  /** What the file may be compared with, and how its coordinate system is known. */
  const surroundings = shallowRef<ImportSurroundings | null>(null)
  const system = shallowRef<SystemProposal | null>(null)
  const look = shallowRef<FeatureCollection | null>(null)
  let input: { main: File; choices: FileChoices } | null = null

  const isBusy = computed(() => isOpening.value || progress.value !== null)

  /** Runs one step; what fails is kept in `failure`, unless it was stopped. */
  async function attempt(work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    failure.value = null
    try {
      await work()
    } catch (thrown) {
      if (!signal?.aborted) failure.value = thrown
    } finally {
      isOpening.value = false
      // What was stopped and ends late says nothing about what was begun since.
      if (!signal || signal === stopping?.signal) progress.value = null
    }
  }

  /** Ends the reader; what it was asked for is never answered, and nobody waits for it. */
  function dismiss(): void {
    reader.value?.dispose()
    checking = Promise.resolve()
  }

  /** Opens a file, with the parts that belong to it where it is one of a Shapefile. */
  function open(chosen: File[], districtCode: string): Promise<void> {
    return attempt(async () => {
      await forget()
      step.value = 'file'
      dismiss()
      isOpening.value = true
      reader.value = createImportReader()
      file.value = settings.value = null
      const { main, parts } = together(chosen)
      input = { main, choices: { parts } }
      file.value = await reader.value.open(main, input.choices)
      await describe(districtCode)
    })
  }

  /** Opens the same file anew: another layer of it, or its text written as the person says. It may be of another kind then. */
  function reopen(changes: FileChoices): Promise<void> {
    return attempt(async () => {
      if (!reader.value || !input) return
      isOpening.value = true
      const choices = { ...input.choices, ...changes }
      file.value = await reader.value.open(input.main, choices)
      input.choices = choices
      await describe(settings.value?.districtCode ?? '')
    })
  }

  /** Proposes settings for the file, as what it seems to be or as the kind that was chosen. */
  async function describe(districtCode: string, kind?: ImportKind): Promise<void> {
    if (!reader.value) return
    await surround(districtCode)
    const proposed = await reader.value.propose(districtCode, kind)
    dropped.value = await reader.value.dropped(proposed.kind)
    settings.value = proposed
    answered.value = []
    await countCategories()
    await choose(districtCode)
    await ask()
  }

  /** Finds what is unclear under the settings as they are. */
  async function ask(): Promise<void> {
    if (!reader.value || !settings.value) return
    const { mapping, coordinates } = settings.value
    questions.value = await reader.value.questions(settings.value)
    system.value = await reader.value.system({ mapping })
    // What is not decided yet is shown as it is proposed.
    look.value = await reader.value.look({ mapping, coordinates: coordinates || system.value.system })
  }

  /** Tells the reader what lies in the district already. */
  async function surround(districtCode: string): Promise<void> {
    surroundings.value = districtCode ? await readSurroundings(client(), districtCode) : null
    const { communities, district } = surroundings.value ?? {}
    await reader.value?.surround({ communities, district })
  }

  /** Answers a question. Another kind is another proposal; anything else changes the settings that are there. */
  function answer(question: Question, value: string): void {
    if (!settings.value) return
    const before = answered.value.filter((one) => keyOf(one.question) !== keyOf(question))
    const written = writtenAs(question, value)
    if (written) return void reopen(written)
    if (question.code === 'kind') return void pickKind(question, value as ImportKind)
    if (question.code === 'layer') return void reopen({ layer: value })
    change(withAnswer(settings.value, keyOf(question), value))
    answered.value = [...before, { question, answer: value }]
  }

  /** Asks an answered question again. */
  function askAgain(question: Question): void {
    if (!settings.value) return
    const { [keyOf(question)]: _answer, ...answers } = settings.value.answers
    answered.value = answered.value.filter((one) => keyOf(one.question) !== keyOf(question))
    change({ answers })
  }

  async function pickKind(question: Question, kind: ImportKind): Promise<void> {
    await attempt(() => describe(settings.value!.districtCode, kind))
    answered.value = [{ question, answer: kind }]
  }

  async function choose(districtCode: string): Promise<void> {
    target.value = districtCode ? await readTarget(client(), districtCode) : null
    if (settings.value) settings.value = { ...settings.value, districtCode }
    await surround(districtCode)
  }

  /** Changes settings. Another column of categories is counted anew. */
  function change(changes: Partial<ImportSettings>): void {
    if (!settings.value) return
    const before = settings.value.mapping.category
    settings.value = { ...settings.value, ...changes }
    const isCounted = settings.value.mapping.category === before
    void attempt(async () => {
      if (!isCounted) await countCategories()
      await ask()
    })
  }

  async function countCategories(): Promise<void> {
    const column = settings.value?.kind === 'incidents' ? settings.value.mapping.category : undefined
    if (!column || !reader.value || !settings.value) {
      categories.value = []
      return
    }
    const { words, proposed } = await reader.value.categories(column)
    categories.value = words
    settings.value = { ...settings.value, categories: proposed }
  }

  function check(): Promise<void> {
    const { signal } = (stopping = new AbortController())
    const before = checking
    const tell = (stage: ImportStage) => (share: number) => {
      if (!signal.aborted) progress.value = { stage, share }
    }
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
      const reported = await listReported(client(), id)
      if (signal.aborted) await cancelImport(client(), id)
      else checked.value = { id, summary, facts, reported }
    }, signal)
    return checking
  }

  /** Stops what is under way. What is being written stays busy until it is taken back. */
  function stop(): void {
    stopping?.abort()
    if (progress.value?.stage !== 'writing') progress.value = null
    step.value = 'columns'
  }

  function write(): Promise<void> {
    const { signal } = (stopping = new AbortController())
    return attempt(async () => {
      if (!checked.value) return
      const { id } = checked.value
      const tell = (share: number) => (progress.value = { stage: 'writing', share })
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
    stopping?.abort()
    void forget().catch(() => undefined)
    reader.value?.dispose()
  })

  return {
    step,
    file,
    settings,
    dropped,
    categories,
    questions,
    answered,
    answer,
    askAgain,
    target,
    checked,
    failure,
    isOpening,
    isBusy,
    progress,
    surroundings,
    system,
    look,
    open,
    chooseLayer: (layer: string) => reopen({ layer }),
    reopen,
    describe: (districtCode: string, kind?: ImportKind) => attempt(() => describe(districtCode, kind)),
    choose: (districtCode: string) =>
      attempt(async () => {
        await choose(districtCode)
        await ask()
      }),
    change,
    check,
    stop,
    write,
    backToColumns,
    restart,
    cellsOf: (lines: number[], kind: ImportKind) => reader.value!.cellsOf(lines, kind),
  }
}

/** What an answer says about how the text is written; undefined for answers about anything else. */
function writtenAs({ code }: Question, value: string): FileChoices | undefined {
  if (code === 'encoding') return { encoding: value as Encoding }
  if (code === 'delimiter') return { delimiter: delimiterNamed(value) }
  return code === 'header-line' ? { headerLine: Number(value) } : undefined
}

export type ImportFlow = ReturnType<typeof useImport>

/** The file among those that were chosen, and what belongs to it. Throws DataError `one-file-at-a-time`. */
function together(chosen: File[]): { main: File; parts: { name: string; blob: Blob }[] } {
  const main = chosen.find(({ name }) => /\.shp$/i.test(name)) ?? chosen[0]
  const others = chosen.filter((one) => one !== main)
  if (others.some(({ name }) => !isPart(name) || !isPart(main.name) || stemOf(name) !== stemOf(main.name)))
    throw new DataError('one-file-at-a-time')
  return { main, parts: others.map((one) => ({ name: one.name, blob: one })) }
}
