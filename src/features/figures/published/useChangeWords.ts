import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { listIndicators } from '../../../data/indicators'
import { usePlace } from '../../../stores/place'
import { useWords } from '../useWords'
import type { ChangeWords } from './change'

/** What a row of an assessment has besides its rates. */
const OWN_FIGURES = ['score', 'rank', 'trend'] as const

/** Returns how what changed in an edition is called; `rowName` knows the rows, null where there is no such row now. */
export function useChangeWords(rowName: (list: string, code: string) => string | null): ChangeWords {
  const place = usePlace()
  const { t, nameOf, format } = useWords()
  const registry = useRead(
    'indicators',
    () => 'all',
    (_, signal) => listIndicators(client(signal)),
  )
  const indicatorOf = (code: string) => registry.data.value?.find((one) => one.code === code)

  function figureOf(key: string): string {
    const own = OWN_FIGURES.find((one) => one === key)
    if (own) return t(`figures.assessment.${own}`)
    const whole = indicatorOf(key)
    if (whole) return nameOf(whole)
    const less = indicatorOf(key.replace(/Less$/, ''))
    return less ? t('figures.bulletin.lessOf', { indicator: nameOf(less) }) : key
  }

  return {
    rowOf: (list, code) => rowName(list, code) ?? code,
    figureOf,
    wholeOf: (list) =>
      list === 'weights' ? t('figures.assessment.weights') : place.area ? place.nameOf(place.area) : '',
    fraction: format.fraction,
    number: (value) => format.decimal(value, Number.isInteger(value) ? 0 : 2),
  }
}
