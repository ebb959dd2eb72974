import { FONT_FAMILY, type Palette, type TypeStep } from '../lib/theme'

/** What every chart option is made from: the colours, the type sizes in pixels, and the numbers in words. */
export interface ChartStyle {
  colours: Palette
  type: Readonly<Record<TypeStep, number>>
  number: (value: number) => string
}

/**
 * Returns the parts that all options share: type, tooltip, margins, no animation that plays by itself.
 * What a chart shows is said by the element around it, in the language of the page: ECharts would say it in its own.
 */
export function baseOption({ colours, type }: ChartStyle) {
  return {
    animation: false,
    textStyle: { fontFamily: FONT_FAMILY, fontSize: type.caption, color: colours.text[1] },
    grid: {
      left: 4,
      right: 12,
      top: 12,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    } as const,
    tooltip: {
      trigger: 'axis' as const,
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: colours.text[0], fontSize: type.caption },
      axisPointer: { type: 'shadow' as const, shadowStyle: { color: colours.text[0], opacity: 0.06 } },
    },
  }
}

/** Returns an axis of categories. */
export function categoryAxis({ colours, type }: ChartStyle, data: string[]) {
  return {
    type: 'category' as const,
    data,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.text[1], fontSize: type.caption, hideOverlap: true },
  }
}

/** Returns an axis of values from zero with quiet lines. */
export function valueAxis({ colours, type, number }: ChartStyle) {
  return {
    type: 'value' as const,
    min: 0,
    minInterval: 1,
    splitNumber: 3,
    splitLine: { lineStyle: { color: colours.line, opacity: 0.7 } },
    axisLabel: {
      color: colours.text[2],
      fontSize: type.caption,
      formatter: (value: number) => number(value),
    },
  }
}
