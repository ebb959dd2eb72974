import { useI18n } from 'vue-i18n'
import { writeCsv } from '../../import/csv/records'
import { fileName, offer } from '../../composables/useFiles'
import { usePlace } from '../../stores/place'
import { usePreferences } from '../../stores/preferences'
import { drawPicture } from '../../lib/picture'
import { densityLimits, densityScale, differenceLimits, differenceScale } from './scale'
import { unitKeyOf } from './useLegends'
import { DAY_HOURS, dayOfHour, type Span } from './time'
import type { Analysis } from './useAnalysis'
import { useAreaRows } from './useAreaRows'
import type { Finds } from './finds/useFinds'
import type { Spots } from './finds/useSpots'
import { printPage } from '../../composables/usePrinting'
import { useFormat } from '../../composables/useFormat'

export const EXPORTS = ['png', 'csv', 'xlsx', 'print'] as const
export type ExportKind = (typeof EXPORTS)[number]

type Cell = string | number | null

/** Gives what is looked at out as a picture, as text for spreadsheets, or as a workbook. */
export function useExport(
  analysis: Analysis,
  { spots }: Spots,
  { places, alarms, nameOfClass, placeOfAlarm }: Finds,
  pictureOf: () => HTMLCanvasElement | null,
) {
  const { t } = useI18n()
  const format = useFormat()
  const place = usePlace()
  const preferences = usePreferences()
  const { answer, choice, span, per } = analysis
  const { rows, hasRounded } = useAreaRows(analysis)

  const title = () => `${t('shell.analysis')} ${place.area ? place.nameOf(place.area) : ''}`
  const daysText = ({ from, until }: Span) => `${dayOfHour(from)} – ${dayOfHour(until - 1)}`
  const about = () =>
    [
      t(`analysis.asked.${choice.value.question}`),
      daysText(span.value),
      choice.value.border && t('analysis.insideBorder'),
      choice.value.unit === 'grid' && choice.value.gridsOn
        ? `${t('analysis.gridsOn')} ${choice.value.gridsOn}`
        : null,
      choice.value.versus && `${t('analysis.before')} ${daysText(choice.value.versus.span)}`,
    ]
      .filter(Boolean)
      .join(' · ')
  const name = (extension: string) =>
    fileName([title(), dayOfHour(span.value.from), dayOfHour(span.value.until - 1)], extension)

  function areas(): Cell[][] {
    const hasVersus = choice.value.versus !== null
    const head = [
      t('analysis.code'),
      t(`analysis.units.${choice.value.unit}`),
      t(`analysis.asked.${choice.value.question}`),
      t('analysis.households'),
      t(choice.value.question === 'open' ? 'analysis.perThousandOpen' : 'analysis.perThousandMonth'),
      ...(hasVersus ? [t('analysis.before'), t('analysis.change'), t('analysis.falseShare')] : []),
      ...(hasRounded.value ? [t('analysis.rounded')] : []),
    ]
    return [
      head,
      ...rows.value.map((row) => [
        row.code,
        row.name,
        row.count,
        row.households,
        row.perThousand,
        ...(hasVersus ? [row.versus, row.compared?.change ?? null, row.compared?.falseShare ?? null] : []),
        ...(hasRounded.value ? [row.rounded] : []),
      ]),
    ]
  }
  function byDay(): Cell[][] {
    const first = answer.value?.firstDay ?? 0
    const list = [...(answer.value?.byDay ?? [])].map((count, at): Cell[] => [
      dayOfHour((first + at) * DAY_HOURS),
      count,
    ])
    return [[t('analysis.day'), t(`analysis.asked.${choice.value.question}`)], ...list]
  }
  function rhythm(): Cell[][] {
    const counts = answer.value?.byHourOfWeek ?? []
    const hours = Array.from({ length: 24 }, (_, hour) => hour)
    const weekdays = Array.from({ length: 7 }, (_, day) => day)
    return [
      ['', ...hours.map((hour) => t('analysis.hour', { hour }))],
      ...weekdays.map((day) => [
        t(`analysis.weekdays.${day}`),
        ...hours.map((hour) => counts[day * DAY_HOURS + hour] ?? 0),
      ]),
    ]
  }

  async function workbook(): Promise<void> {
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const sheet = (list: Cell[][]) =>
      list.map((row, at) =>
        row.map((value) =>
          value === null ? null : { value, ...(at === 0 && { fontWeight: 'bold' as const }) },
        ),
      )
    const said: Cell[][] = [
      [title()],
      [about()],
      [t('analysis.total'), answer.value?.total ?? 0],
      [location.href],
    ]
    const found = spots.value.map(({ lng, lat, cases, areaSquareKilometres, times }): Cell[] => [
      lng,
      lat,
      cases,
      areaSquareKilometres,
      times,
    ])
    const areaName = (id: number) => {
      const area = place.byId.get(id)
      return area ? place.nameOf(area) : ''
    }
    const repeated = (places.value ?? []).map(({ lng, lat, cases, community }): Cell[] => [
      lng,
      lat,
      areaName(community),
      cases,
    ])
    const unusual = (alarms.value?.list ?? []).map((alarm): Cell[] => [
      areaName(placeOfAlarm(alarm).community),
      placeOfAlarm(alarm).grid ?? '',
      nameOfClass(alarm.group),
      alarm.observed,
      alarm.expected,
      alarm.upper,
      alarm.falseShare,
    ])
    const community = t('analysis.units.community')
    const repeatHead = ['lng', 'lat', community, t('analysis.unitCases')]
    const alarmHead = [
      community,
      t('analysis.units.grid'),
      t('analysis.class'),
      t('analysis.unitCases'),
      t('analysis.expected'),
      t('analysis.upper'),
      t('analysis.falseShare'),
    ]
    const spotHead = ['lng', 'lat', t('analysis.unitCases'), 'km²', '×']
    const drawn = choice.value.border ?? []
    const sheets = [
      { data: sheet(said), sheet: t('shell.analysis') },
      { data: sheet(areas()), sheet: t('analysis.byArea') },
      { data: sheet(byDay()), sheet: t('analysis.histogram') },
      { data: sheet(rhythm()), sheet: t('analysis.rhythm') },
      ...(drawn.length ? [{ data: sheet([['lng', 'lat'], ...drawn]), sheet: t('analysis.border') }] : []),
      ...(found.length ? [{ data: sheet([spotHead, ...found]), sheet: t('analysis.spots') }] : []),
      ...(repeated.length ? [{ data: sheet([repeatHead, ...repeated]), sheet: t('analysis.repeats') }] : []),
      ...(unusual.length
        ? [{ data: sheet([alarmHead, ...unusual]), sheet: t(`analysis.unusual.${choice.value.lately}`) }]
        : []),
    ]
    offer(await writeExcelFile(sheets).toBlob(), name('xlsx'))
  }

  function text(): void {
    offer(
      new Blob([writeCsv([title()], [[about()], ...areas()])], { type: 'text/csv;charset=utf-8' }),
      name('csv'),
    )
  }

  /** The map with its title above and its legend below. */
  function picture(): void {
    const map = pictureOf()
    if (!map) return
    const contents = { title: title(), lines: [about()], map, legend: legend(), note: note() }
    drawPicture(contents, preferences.colours).toBlob((blob) => blob && offer(blob, name('png')), 'image/png')
  }

  function legend(): { colour: string; words: string }[] {
    const isDifference = analysis.isDifference.value
    const { scale } = choice.value
    const { colours } = (isDifference ? differenceScale : densityScale)(preferences.colours, per.value, scale)
    const limits = (isDifference ? differenceLimits : densityLimits)(per.value, scale)
    const texts = isDifference
      ? [`+${limits[0]}`, `+${limits[1]}`, `−${limits[0]}`, `−${limits[1]}`]
      : limits.map((limit) => `≥ ${format.decimal(limit, limit < 10 ? 1 : 0)}`)
    return texts.map((words, at) => {
      const [red, green, blue, opacity] = colours[at]
      return { colour: `rgba(${red}, ${green}, ${blue}, ${opacity / 255})`, words }
    })
  }
  function note(): string {
    const few = per.value === 'households' ? ` · ${t('analysis.fewLiveHatched')}` : ''
    return t(unitKeyOf(choice.value.question, per.value)) + few
  }

  const save = (kind: ExportKind): void | Promise<void> =>
    ({ png: picture, csv: text, xlsx: workbook, print: printPage })[kind]()
  return { save, title, about }
}

export type Exports = ReturnType<typeof useExport>
