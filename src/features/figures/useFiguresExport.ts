import { fileName, offer } from '../../composables/useFiles'
import { writeCsv } from '../../import/csv/records'
import { usePlace } from '../../stores/place'
import { type Cell, figureSheets } from './figure-sheets'
import type { Figures } from './useFigures'
import { useWords } from './useWords'

/** As what the tables of the page are given out. */
export const FILES = ['csv', 'xlsx'] as const

/** Gives the ranking and the figures of the whole area out, as they stand on the page. */
export function useFiguresExport(figures: Figures) {
  const place = usePlace()
  const words = useWords()

  const title = () =>
    [words.t('shell.figures'), place.area && place.nameOf(place.area)].filter(Boolean).join(' ')
  function sheets() {
    const { indicator, unit, period, rows, headlines, beside, besides, figures: read, gridsOn } = figures
    if (!indicator.value) return null
    return figureSheets(
      {
        title: title(),
        period: period.value,
        periods: read.data.value?.periods ?? null,
        unit: unit.value,
        gridsOn: gridsOn.value,
        indicator: indicator.value,
        beside: beside.value,
        besides: besides.value,
        rows: rows.value,
        headlines: headlines.value,
        address: location.href,
      },
      words,
    )
  }

  async function save(kind: (typeof FILES)[number]): Promise<void> {
    const given = sheets()
    if (!given) return
    const { firstDay, lastDay } = figures.period.value
    const name = fileName([title(), firstDay, lastDay], kind)
    if (kind === 'csv') {
      const [head, ...rows] = [...given.about, ...given.ranking]
      const texts = head.map(String)
      offer(new Blob([writeCsv(texts, rows)], { type: 'text/csv;charset=utf-8' }), name)
      return
    }
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const sheet = (rows: Cell[][], head: number) =>
      rows.map((row, at) =>
        row.map((value) =>
          value === null ? null : { value, ...(at === head && { fontWeight: 'bold' as const }) },
        ),
      )
    const { about, ranking, overall } = given
    const file = await writeExcelFile([
      { data: sheet([...about, ...ranking], about.length), sheet: words.t('figures.rankingTitle') },
      { data: sheet(overall, 0), sheet: words.t('figures.overall') },
    ]).toBlob()
    offer(file, name)
  }
  return { save }
}
