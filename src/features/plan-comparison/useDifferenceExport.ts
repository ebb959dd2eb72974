import type { SheetData } from 'write-excel-file/browser'
import { useI18n } from 'vue-i18n'
import type { Comparison } from '../../data/plan-outputs'
import type { PlanDetail } from '../../data/plans'
import type { PlanningInput } from '../../plan/model/input'
import { numberOf } from '../../plan/model/draft'
import { offer } from '../../composables/useExports'

/** Two plans and what differs between them. */
interface Compared {
  before: PlanDetail
  after: PlanDetail
  difference: Comparison
  input: PlanningInput
}

/** Gives the differences between two plans out as a workbook: a row for each building that changes its grid worker. */
export function useDifferenceExport() {
  const { t } = useI18n()

  async function workbook({ before, after, difference, input }: Compared): Promise<void> {
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const leafOf = ({ grids }: PlanDetail) => {
      const leaf = Math.max(...grids.map(({ level }) => level))
      return new Map(grids.filter(({ level }) => level === leaf).map((grid) => [grid.key, grid]))
    }
    const [from, to] = [leafOf(before), leafOf(after)]
    const places = new Map(input.buildings.id.map((id, place) => [id, place]))
    const code = (grid?: PlanDetail['grids'][number]) => grid?.code ?? (grid ? numberOf(grid) : '')
    const rows: SheetData = difference.moved.building.map((id, at) => {
      const place = places.get(id) ?? 0
      const community = input.communities.find((one) => one.id === input.buildings.community[place])
      return [
        { value: community?.name ?? '' },
        { value: input.buildings.name[place] },
        { value: input.buildings.households[place] },
        { value: code(from.get(difference.moved.from[at])) },
        { value: code(to.get(difference.moved.to[at])) },
      ]
    })
    const titles = [
      t('planner.export.columns.community'),
      t('planner.export.columns.name'),
      t('planner.export.columns.households'),
      before.plan.name,
      after.plan.name,
    ].map((value) => ({ value, fontWeight: 'bold' as const }))
    const name = `${before.plan.name} → ${after.plan.name}.xlsx`
    offer(await writeExcelFile([titles, ...rows]).toBlob(), name)
  }

  return { workbook }
}
