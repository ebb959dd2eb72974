import { useI18n } from 'vue-i18n'
import { useFormat } from './useFormat'
import type { GridFacts } from '../plan/model/draft'
import { numberOf } from '../plan/model/draft'
import { gridId, type BuildingPlace } from '../plan/model/ids'
import { levelOf, type Sentence } from '../plan/model/history'
import type { Ground } from '../plan/model/ground'
import { usePlace } from '../stores/place'
import { usePlan } from '../stores/plan'
import { usePreferences } from '../stores/preferences'
import { nameIn } from '../lib/languages'
import type { AreaId, GridKey } from '../lib/ids'

/** Returns how things of a plan are called in the language of the interface. */
export function useNames() {
  const i18n = useI18n()
  const { t } = i18n
  const plan = usePlan()
  const format = useFormat()
  const preferences = usePreferences()
  const place = usePlace()

  function named(one: { name: string; nameEn?: string | null }): string {
    return nameIn(one, preferences.language)
  }

  /** The number on a grid: the last digits of its code, else its number in the draft. */
  function gridNumber(grid: Pick<GridFacts, 'level' | 'key'>): string {
    return numberOf({ code: plan.codes.get(gridId(grid)), key: grid.key })
  }

  /** The number, with the community where numbers begin anew in each. */
  function gridName(grid: Pick<GridFacts, 'level' | 'key'>): string {
    const facts = plan.draft?.grids.get(gridId(grid))
    const community = plan.codes.size && facts ? `${communityName(facts.community)} ` : ''
    return community + gridNumber(grid)
  }

  /** What a grid of a level is called: grid, or in a plan of two levels as its scheme says. */
  function levelName(level: number): string {
    const levels = plan.scheme?.levels ?? []
    const ofScheme = levels.find((one) => one.level === level)
    return levels.length > 1 && ofScheme ? named(ofScheme) : t('planner.grid.word')
  }

  /** A name that begins with a capital for no other reason than that it stands alone. */
  const inside = (name: string) => (/^[A-Z][a-z]/.test(name) ? name[0].toLowerCase() + name.slice(1) : name)

  /**
   * What grids of a level are called in a sentence: `title` where it begins with that, `level` inside, `levels` so many of them,
   * `group` so many of those of the level below, `above` one of the level above.
   */
  function levelWords(
    level: number,
    count = 2,
  ): Record<'title' | 'level' | 'levels' | 'group' | 'above', string> {
    // With one level or two the lowest is told from the upper one by the word for a grid alone.
    const isPlain = level === plan.leaf && plan.leaf < 3
    const title = isPlain ? t('planner.grid.word') : levelName(level)
    const counted = (name: string) => t('planner.levels.counted', { name: inside(name) }, count)
    const group = level < plan.leaf ? counted(levelName(level + 1)) : ''
    const above = level > 1 ? inside(levelName(level - 1)) : ''
    return { title, level: inside(title), levels: counted(title), group, above }
  }

  function communityName(id: number): string {
    return communityNameIn(plan.ground, id)
  }

  /** The name of a community of some ground, which no plan need be drawn on. */
  function communityNameIn(ground: Ground | null, id: number): string {
    const number = ground?.communityOf.get(id)
    return ground && number !== undefined ? named(ground.input.communities[number]) : ''
  }

  /** The street of a community. */
  function streetName(community: AreaId): string {
    const street = place.byId.get(place.byId.get(community)?.parentId ?? 0)
    return street ? named(street) : ''
  }

  function buildingName(place: BuildingPlace): string {
    const { input } = plan.ground ?? {}
    if (!input) return ''
    return input.buildings.name[place] || t('planner.building.number', { id: input.buildings.id[place] })
  }

  /** The compound that a building stands in; where it has none, the building itself. */
  function compoundName(place: BuildingPlace): string {
    const { input } = plan.ground ?? {}
    const id = input?.buildings.compound[place]
    return input?.compounds.find((one) => one.id === id)?.name ?? buildingName(place)
  }

  /** A grid that an edit is about; one that was gone when codes were given has the number of the draft. */
  function gridOfEdit(level: number, key: GridKey): string {
    const isNumbered = plan.codes.size === 0 || plan.codes.has(gridId({ level, key }))
    return isNumbered
      ? gridName({ level, key })
      : t('planner.sentences.inDraft', { number: numberOf({ key }) })
  }

  /** An edit in words; grids by their number. */
  function sentence({ code, values }: Sentence): string {
    const { of, ...rest } = values
    if (code === 'takeBack')
      return t('planner.sentences.takeBack', { edit: sentence({ code: String(of), values: rest }) })
    const level = levelOf({ code, values }, plan.leaf)
    const to = typeof values.to === 'number' ? gridOfEdit(level, values.to) : ''
    const named = typeof values.grids === 'string' ? values.grids.split('、') : null
    const grids = named ? format.list(named.map((key) => gridOfEdit(level, Number(key)))) : values.grids
    const kind = typeof values.kind === 'string' ? t(`setup.grid.kinds.${values.kind}`) : ''
    const key = `planner.sentences.${code}`
    const count = [values.count, values.grids].find((value) => typeof value === 'number') ?? 0
    const words = levelWords(level, named?.length ?? count)
    return i18n.te(key) ? t(key, { ...values, ...words, to, grids, kind }, count) : code
  }

  /** The days from which and to which incidents are counted, in words. */
  function incidentPeriod({ from, to }: { from: Date; to: Date }): string {
    return t('planner.grid.period', { from: format.date(from, 'date'), to: format.date(to, 'date') })
  }

  return {
    incidentPeriod,
    named,
    gridNumber,
    gridName,
    levelName,
    levelWords,
    communityName,
    communityNameIn,
    streetName,
    buildingName,
    compoundName,
    sentence,
  }
}
