import { useI18n } from 'vue-i18n'
import { writeCsv } from '../import/csv/records'
import { drawPicture, type PictureContents, type Sheet } from '../lib/picture'
import { usePreferences } from '../stores/preferences'
import { fileName, offer } from './useFiles'

/** As what tables of a page are given out: a picture, text for spreadsheets, a workbook. */
export const SHEET_FILES = ['png', 'csv', 'xlsx'] as const
export type SheetFile = (typeof SHEET_FILES)[number]

/** What is given out: the words of its name, its tables, and what the picture has besides them. */
export interface GivenSheets {
  name: readonly string[]
  sheets: readonly Sheet[]
  picture: Omit<PictureContents, 'more'>
}

/** Gives tables out, and pictures of what is looked at; the files are named after what they are of. */
export function useSheets() {
  const { t } = useI18n()
  const preferences = usePreferences()

  const makers = {
    async xlsx({ sheets }: GivenSheets): Promise<Blob> {
      const { default: writeExcelFile } = await import('write-excel-file/browser')
      return writeExcelFile([...sheets]).toBlob()
    },
    /** One table below the other, each under its name where there are several. */
    csv({ sheets }: GivenSheets): Promise<Blob> {
      const rows = sheets.flatMap(({ sheet, data }, at) => [
        ...(at > 0 ? [[''], [sheet]] : []),
        ...data.map((row) => row.map((cell) => cell?.value ?? null)),
      ])
      const [head = [], ...rest] = rows
      return Promise.resolve(new Blob([writeCsv(head.map(String), rest)], { type: 'text/csv;charset=utf-8' }))
    },
    png({ picture }: GivenSheets): Promise<Blob | null> {
      const more = (rows: number) => t('common.moreRows', { rows })
      const canvas = drawPicture({ ...picture, more }, preferences.colours)
      return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
    },
  }

  /** Hands it out as a file of the kind. */
  async function give(kind: SheetFile, given: GivenSheets): Promise<void> {
    const blob = await makers[kind](given)
    if (blob) offer(blob, fileName(given.name, kind))
  }
  return { give }
}
