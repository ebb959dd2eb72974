import type { FeatureCollection } from 'geojson'
import { shallowRef } from 'vue'
import { client } from '../../data/client'
import { readSurroundings, type ImportSurroundings } from '../../data/imports/import-surroundings'
import { readTarget } from '../../data/imports/imports'
import type { SystemProposal } from '../../import/coordinates'
import { delimiterNamed } from '../../import/csv/delimiter'
import type { Encoding } from '../../import/csv/encoding'
import { isPart, stemOf } from '../../import/formats/names'
import type { DroppedColumn } from '../../import/guesses/guess'
import type { FileFacts } from '../../import/job'
import { keyOf, withAnswer } from '../../import/questions/answers'
import type { Question } from '../../import/questions/types'
import type { Target } from '../../import/rows/derive'
import type { FileChoices } from '../../import/tables/source-table'
import type { ImportKind, ImportSettings } from '../../import/types'
import { DataError } from '../../lib/errors'
import { FIRST_ZONE } from '../../lib/time/zone'
import { createImportReader, type ImportReader } from '../../workers/import'
import type { ImportRun } from './useRun'

/** The file that was opened: what it is taken for, what is unclear about it, and what was answered. */
export function useSource({ attempt, isOpening }: ImportRun) {
  const reader = shallowRef<ImportReader | null>(null)
  const file = shallowRef<FileFacts | null>(null)
  const settings = shallowRef<ImportSettings | null>(null)
  const dropped = shallowRef<DroppedColumn[]>([])
  const categories = shallowRef<[string, number][]>([])
  const questions = shallowRef<Question[]>([])
  const answered = shallowRef<{ question: Question; answer: string }[]>([])
  const target = shallowRef<Target | null>(null)
  /** What the file may be compared with, and how its coordinate system is known. */
  const surroundings = shallowRef<ImportSurroundings | null>(null)
  const system = shallowRef<SystemProposal | null>(null)
  const look = shallowRef<FeatureCollection | null>(null)
  let input: { main: File; choices: FileChoices } | null = null
  /** The district that was chosen last: what is answered for another comes too late. */
  let wanted = ''

  /** Opens a file, with the parts that belong to it where it is one of a Shapefile, in a new worker. */
  async function open(chosen: File[], districtCode: string): Promise<void> {
    isOpening.value = true
    reader.value = createImportReader()
    file.value = settings.value = null
    const { main, parts } = together(chosen)
    input = { main, choices: { parts } }
    file.value = await reader.value.open(main, input.choices)
    await describe(districtCode)
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
    wanted = districtCode
    await surround(districtCode)
    const proposed = await reader.value.propose(districtCode, kind)
    dropped.value = await reader.value.dropped(proposed.kind)
    settings.value = { ...proposed, districtCode: wanted }
    answered.value = []
    await choose(wanted)
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
    const read = districtCode ? await readSurroundings(client(), districtCode) : null
    if (districtCode !== wanted) return
    surroundings.value = read
    const { communities, district, timeZone, categories: known } = surroundings.value ?? {}
    await reader.value?.surround({ communities, district, timeZone, categories: known })
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
    change({
      answers,
      ...(question.code === 'estimate' && { estimate: undefined }),
      ...(question.code === 'units' && { addsUnits: false }),
    })
  }

  async function pickKind(question: Question, kind: ImportKind): Promise<void> {
    await attempt(() => describe(settings.value!.districtCode, kind))
    answered.value = [{ question, answer: kind }]
  }

  async function choose(districtCode: string): Promise<void> {
    wanted = districtCode
    // Until it is known what is there, the file goes nowhere: least of all into the district of before.
    if (target.value?.code !== districtCode) target.value = null
    const read = districtCode ? await readTarget(client(), districtCode) : null
    if (districtCode !== wanted) return
    target.value = read
    if (settings.value) settings.value = { ...settings.value, districtCode }
    const before = surroundings.value?.timeZone
    await surround(districtCode)
    takeZone(before)
    await countCategories()
  }

  /** Times are in the zone of the district, as far as nobody chose another. */
  function takeZone(before: string | undefined): void {
    const zone = surroundings.value?.timeZone
    const isChosen = settings.value && settings.value.utcOffset !== (before ?? FIRST_ZONE)
    if (settings.value && zone && !isChosen) settings.value = { ...settings.value, utcOffset: zone }
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

  return {
    reader,
    file,
    settings,
    dropped,
    categories,
    questions,
    answered,
    target,
    surroundings,
    system,
    look,
    open,
    reopen,
    answer,
    askAgain,
    change,
    chooseLayer: (layer: string) => reopen({ layer }),
    describe: (districtCode: string, kind?: ImportKind) => attempt(() => describe(districtCode, kind)),
    choose: (districtCode: string) =>
      attempt(async () => {
        await choose(districtCode)
        await ask()
      }),
    cellsOf: (lines: number[], kind: ImportKind) => reader.value!.cellsOf(lines, kind),
  }
}

/** What an answer says about how the text is written; undefined for answers about anything else. */
function writtenAs({ code }: Question, value: string): FileChoices | undefined {
  if (code === 'encoding') return { encoding: value as Encoding }
  if (code === 'delimiter') return { delimiter: delimiterNamed(value) }
  return code === 'header-line' ? { headerLine: Number(value) } : undefined
}

/** The file among those that were chosen, and what belongs to it. Throws DataError `one-file-at-a-time`. */
function together(chosen: File[]): { main: File; parts: { name: string; blob: Blob }[] } {
  const main = chosen.find(({ name }) => /\.shp$/i.test(name)) ?? chosen[0]
  const others = chosen.filter((one) => one !== main)
  if (others.some(({ name }) => !isPart(name) || !isPart(main.name) || stemOf(name) !== stemOf(main.name)))
    throw new DataError('one-file-at-a-time')
  return { main, parts: others.map((one) => ({ name: one.name, blob: one })) }
}
