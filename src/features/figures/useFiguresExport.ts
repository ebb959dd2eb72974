import { type SheetFile, useSheets } from '../../composables/useSheets'
import type { PictureContents } from '../../lib/picture'
import { usePlace } from '../../stores/place'
import { figureSheets, sheetCells } from './figure-sheets'
import type { Figures } from './useFigures'
import { useWords } from './useWords'

/** The map as it stands and what its colours mean. */
export type MapPicture = Pick<PictureContents, 'map' | 'legend'>

/** Gives the ranking and the figures of the whole area out, as they stand on the page; a picture has the map too. */
export function useFiguresExport(figures: Figures, mapOf: () => MapPicture | null) {
  const place = usePlace()
  const words = useWords()
  const { give } = useSheets()

  const title = () =>
    [words.t('shell.figures'), place.area && place.nameOf(place.area)].filter(Boolean).join(' ')
  function tables() {
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
  async function save(kind: SheetFile): Promise<void> {
    const given = tables()
    if (!given) return
    const { firstDay, lastDay } = figures.period.value
    const { about, isShare } = given
    const ranking = sheetCells(given.ranking, isShare.ranking)
    const overall = { data: sheetCells(given.overall, isShare.overall), sheet: words.t('figures.overall') }
    const sheet = words.t('figures.rankingTitle')
    const head = about.map((row) => row.map((value) => (value === null ? null : { value })))
    await give(kind, {
      name: [title(), firstDay, lastDay],
      sheets: [{ data: [...head, ...ranking], sheet }, overall],
      picture: {
        title: title(),
        lines: about.slice(1).map((line) => line.join(' · ')),
        ...mapOf(),
        tables: [{ data: ranking, sheet }, overall],
      },
    })
  }
  return { save }
}
