import { useI18n } from 'vue-i18n'
import { fileName, offer } from '../../../../composables/useFiles'
import { useFormat } from '../../../../composables/useFormat'
import { serverNow } from '../../../../lib/time/clock'
import { dayAt } from '../../../../lib/time/days'
import { usePlan } from '../../../../stores/plan'
import { sheetRows, type SheetWords, type ShownTable } from './table-sheet'

/** Widths of the first columns, letters: number or code, name, community. */
const WIDTHS = [20, 18, 18]
const WIDTH = 12

/** Gives the table of grids out as a workbook, as it is shown: what was filtered, in its order, with its sums. */
export function useTableExport() {
  const { t } = useI18n()
  const format = useFormat()
  const plan = usePlan()
  const words: SheetWords = {
    title: (column) =>
      ({
        name: t('report.name'),
        estimated: t('export.columns.estimated'),
        replaced: t('export.columns.standing'),
      })[column as string] ?? t(`planner.table.${column}`),
    sum: (count, street) =>
      street
        ? t('planner.table.sumOf', { street, count: format.number(count) })
        : t('planner.table.sum', { count: format.number(count) }),
    replaced: t('plans.replaced.mark'),
  }

  async function handOut(shown: ShownTable & { typed: string }): Promise<void> {
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const [titles, ...rows] = sheetRows(shown, words)
    const sheet = {
      sheet: t('planner.table.title'),
      data: [
        titles.map((value) => ({ value: String(value ?? ''), fontWeight: 'bold' as const })),
        ...rows.map((row) => row.map((value) => (value === null ? null : { value }))),
      ],
      columns: titles.map((_title, at) => ({ width: WIDTHS[at] ?? WIDTH })),
      stickyRowsCount: 1,
    }
    const about = [plan.head?.name ?? '', t('planner.table.title'), shown.typed.trim(), dayAt(serverNow())]
    offer(await writeExcelFile([sheet]).toBlob(), fileName(about.filter(Boolean), 'xlsx'))
  }

  return { handOut }
}
