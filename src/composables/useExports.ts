import type { SheetData } from 'write-excel-file/browser'
import { useI18n } from 'vue-i18n'
import { buildingRows, type ExportWords, planGeoJson } from '../plan/files/export'
import { planShapefiles } from '../plan/files/shapefiles'
import { usePlan } from '../stores/plan'
import { useNames } from './useNames'
import { serverDate } from '../lib/clock'

/** Hands a file to whoever looks at the page. */
export function offer(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Gives the plan on the table out as files. */
export function useExports() {
  const { t } = useI18n()
  const plan = usePlan()
  const { communityName } = useNames()
  const words = (): ExportWords => ({ codes: plan.codes, communityName })
  const fileName = (extension: string) => `${plan.head?.name ?? 'plan'}.${extension}`

  function geoJson(): void {
    if (!plan.live) return
    const text = JSON.stringify(planGeoJson(plan.live, words()))
    offer(new Blob([text], { type: 'application/geo+json' }), fileName('geojson'))
  }

  async function workbook(): Promise<void> {
    if (!plan.live) return
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const head = ['grid', 'upper', 'community', 'name', 'households', 'lng', 'lat']
    const rows: SheetData = buildingRows(plan.live, words()).map((row) => [
      { value: row.grid },
      { value: row.upper },
      { value: row.community },
      { value: row.name },
      { value: row.households },
      { value: row.lng },
      { value: row.lat },
    ])
    const titles = head.map((name) => ({
      value: t(`planner.export.columns.${name}`),
      fontWeight: 'bold' as const,
    }))
    offer(await writeExcelFile([titles, ...rows]).toBlob(), fileName('xlsx'))
  }

  async function shapefiles(): Promise<void> {
    if (!plan.live) return
    const { zipSync } = await import('fflate')
    const zipped = zipSync(planShapefiles(plan.live, words(), serverDate()))
    offer(new Blob([zipped], { type: 'application/zip' }), fileName('zip'))
  }

  return { geoJson, workbook, shapefiles }
}
