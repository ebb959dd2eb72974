import { computed } from 'vue'
import { usePlace } from '../../stores/place'
import type { Figures } from './useFigures'
import { useWords } from './useWords'
import { badness, isSolid, mostImproved, mostWorsened, type Ranked } from './values'

/** A sentence made from figures, and what it opens. */
interface Sentence {
  words: string
  open?: string
}

/** Returns the sentences of the leader's page: the whole area, what stands worst, what changed most either way. */
export function useSentences(figures: Figures) {
  const place = usePlace()
  const words = useWords()
  const { t, unitName, valueWords, parts, change, comparisons, nameOf, format } = words

  const overall = computed((): Sentence[] =>
    figures.headlines.value.map(({ indicator, now, ...then }) => ({
      open: `district~${place.district?.id}~${indicator.code}`,
      words:
        indicator.basis === 'cases'
          ? t('figures.sentences.overall', {
              indicator: nameOf(indicator),
              value: valueWords(indicator, now),
              ...comparisons(indicator, { now, ...then }),
            })
          : t('figures.sentences.now', { indicator: nameOf(indicator), value: valueWords(indicator, now) }),
    })),
  )

  const ofUnits = computed((): Sentence[] => {
    const indicator = figures.indicator.value
    const rows = figures.rows.value
    if (!indicator || !rows.length) return []
    const of = (row: Ranked) => ({
      unit: unitName(figures.unit.value, row),
      indicator: nameOf(indicator),
      value: [valueWords(indicator, row.now), parts(indicator, row.now)].filter(Boolean).join(' · '),
      change: change(indicator, row.sinceLast),
    })
    const say = (key: string, row: Ranked | null | undefined): Sentence[] =>
      row
        ? [
            {
              words: t(`figures.sentences.${key}`, of(row)),
              open: `${figures.unit.value}~${row.id}~${indicator.code}`,
            },
          ]
        : []
    const solid = rows.filter(({ now }) => now.value !== null && isSolid(now))
    const worst = solid.find((row) => badness(indicator, row.now) > -1 || indicator.kind !== 'share')
    if (indicator.better === 'neither') return say('most', solid[0])
    return [
      ...say('worst', worst),
      ...say('worsened', mostWorsened(indicator, rows)),
      ...say('improved', mostImproved(indicator, rows)),
    ]
  })

  /** Where the periods that are compared have not the same days off, it is said. */
  const dayNote = computed(() => {
    const periods = figures.totals.data.value?.periods
    if (!periods) return ''
    const against = [periods.last, periods.year].filter((one) => one !== null)
    const missing = [
      ...(periods.last ? [] : [t('figures.noLast')]),
      ...(periods.year ? [] : [t('figures.noYear')]),
    ]
    if (!against.length) return format.list(missing)
    const differs = against.some(({ daysOff }) => daysOff !== periods.daysOff)
    const said = t(differs ? 'figures.comparedOff' : 'figures.compared', {
      against: format.list(against.map(words.periodWords)),
      own: periods.daysOff,
      theirs: format.list(against.map(({ daysOff }) => String(daysOff))),
    })
    return [said, ...missing].join(' · ')
  })

  return { t, dayNote, sentences: computed(() => [...overall.value, ...ofUnits.value]) }
}
