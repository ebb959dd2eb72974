import type { SheetData } from 'write-excel-file/browser'
import { useI18n } from 'vue-i18n'
import { fileName, offer } from '../../composables/useFiles'
import { numberOf } from '../../plan/model/draft'
import type { Comparison } from '../../data/plans/plan-outputs'
import type { PlanningInput } from '../../plan/model/input'
import type { Side, Sides } from './sides'

/** What the list of the buildings that move is made of. */
export interface DifferenceContents {
  difference: Comparison
  sides: Sides
  input: PlanningInput
}

/** What a grid is called in the list: its code, else its number in the draft. */
function codesOf({ grids }: Side): Map<number, string> {
  return new Map(
    grids
      .filter(({ depth }) => depth === 0)
      .map(({ key, code, number }) => [key, code ?? numberOf({ key: number })]),
  )
}

/** Gives the differences between two drawings out as a workbook: a row for each building that changes its grid worker. */
export function useDifferenceExport() {
  const { t } = useI18n()

  async function workbook(
    { difference, sides, input }: DifferenceContents,
    [left, right]: readonly [string, string],
  ): Promise<void> {
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const [from, to] = [codesOf(sides.before), codesOf(sides.after)]
    const places = new Map(input.buildings.id.map((id, place) => [id, place]))
    const rows: SheetData = difference.moved.building.map((id, at) => {
      const place = places.get(id) ?? 0
      const community = input.communities.find((one) => one.id === input.buildings.community[place])
      return [
        { value: community?.name ?? '' },
        { value: input.buildings.name[place] },
        { value: input.buildings.households[place] },
        { value: from.get(difference.moved.from[at]) ?? '' },
        { value: to.get(difference.moved.to[at]) ?? '' },
      ]
    })
    const titles = [
      t('export.columns.community'),
      t('export.columns.building'),
      t('export.columns.households'),
      left,
      right,
    ].map((value) => ({ value, fontWeight: 'bold' as const }))
    const sheet = {
      sheet: t('compare.sheet'),
      data: [titles, ...rows],
      columns: [16, 30, 10, 22, 22].map((width) => ({ width })),
      stickyRowsCount: 1,
    }
    offer(await writeExcelFile([sheet]).toBlob(), fileName([left, '→', right], 'xlsx'))
  }

  return { workbook }
}
