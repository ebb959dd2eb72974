import { computed, type ComputedRef } from 'vue'
import { useFormat } from '../../composables/useFormat'
import { mix } from '../../lib/colour'
import type { Legend } from '../../map/legend'
import { usePreferences } from '../../stores/preferences'
import type { CaseQuestion, Denominator, Scale } from '../../workers/analysis'
import { densityLimits, differenceLimits } from './scale'
import type { Analysis } from './useAnalysis'

/** Returns the key of the words for the unit that a map is in. */
export function unitKeyOf(question: CaseQuestion, per: Denominator): string {
  if (per === 'households') return question === 'open' ? 'analysis.unitRateOpen' : 'analysis.unitRate'
  return question === 'open' ? 'analysis.unitOpen' : 'analysis.unit'
}

/** Returns the legend of the map: the colours as they are over the ground. */
export function useLegends(
  { choice, isDifference, per }: Analysis,
  scaleOf: () => Scale,
): ComputedRef<Legend[]> {
  const format = useFormat()
  const preferences = usePreferences()
  const number = (limit: number) => format.decimal(limit, limit < 10 ? 1 : 0)
  return computed((): Legend[] => {
    const { colours } = preferences
    const over = (place: number, opacity: number) => {
      const [red, green, blue] = scaleOf().colours[place]
      const hex = '#' + [red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')
      return mix(hex, colours.map.land, opacity / 255)
    }
    const at = (place: number) => over(place, scaleOf().colours[place][3])
    const unitKey = unitKeyOf(choice.value.question, per.value)
    const titles = per.value === 'households' ? 'analysis.rates' : 'analysis.legends'
    const nothing =
      per.value === 'households'
        ? [{ swatch: 'hatch' as const, colour: colours.text[2], wordsKey: 'analysis.fewLive' }]
        : []
    if (!isDifference.value) {
      const limits = densityLimits(per.value, choice.value.scale)
      const items = limits.map((limit, index) => ({
        swatch: 'fill' as const,
        colour: at(index),
        text:
          index + 1 < limits.length
            ? `${number(limit)} – ${number(limits[index + 1])}`
            : `≥ ${number(limit)}`,
      }))
      return [{ titleKey: `${titles}.${choice.value.question}`, unitKey, items: [...items, ...nothing] }]
    }
    const [low, high] = differenceLimits(per.value, choice.value.scale)
    const texts = [
      [1, `+${number(high)}`],
      [0, `+${number(low)}`],
      [2, `−${number(low)}`],
      [3, `−${number(high)}`],
    ] as const
    const items = texts.map(([index, text]) => ({ swatch: 'fill' as const, colour: at(index), text }))
    return [{ titleKey: `${titles}.difference`, unitKey, items: [...items, ...nothing] }]
  })
}
