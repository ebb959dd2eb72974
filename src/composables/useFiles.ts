import { useI18n } from 'vue-i18n'
import { loadEveryLanguage } from '../i18n'
import { serverDate, serverNow } from '../lib/time/clock'
import { dayAt } from '../lib/time/days'
import { LANGUAGE_TAGS } from '../lib/languages'
import { type FieldNames, type FileContents, isDeep, shortNames } from '../plan/files/columns'
import { gridsGeoJson } from '../plan/files/geojson'
import { shapefilesOf } from '../plan/files/shapefiles'
import { sheetsOf } from '../plan/files/sheets'

/** The formats in which grids and buildings are handed out. */
export const FILE_FORMATS = ['workbook', 'geoJson', 'shapefiles'] as const
export type FileFormat = (typeof FILE_FORMATS)[number]

/** The language in which names of columns are Chinese, whatever that of the interface. */
export const [CHINESE] = LANGUAGE_TAGS

/** What a file is to be: its format, and what its columns are called. */
export interface FileWish {
  format: FileFormat
  names: FieldNames
}

/** Hands a file to whoever looks at the page. */
export function offer(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Characters that some file system does not take. */
const FORBIDDEN = /[\\/:*?"<>|]/g

/** Returns a name for a file that every file system takes. */
export function fileName(words: readonly string[], extension: string): string {
  return `${words.join(' ').replace(FORBIDDEN, ' ')}.${extension}`
}

/** Hands grids and buildings out as a file, with the names of columns that are wished for. */
export function useFiles() {
  const { t } = useI18n()

  /** Chinese whatever the language of the interface; with a third level, what lies above a grid is no area grid for sure. */
  const chineseFor = (contents: FileContents) => (key: string) => {
    const isAbove = isDeep(contents) && (key === 'parent' || key === 'upper')
    return t(`export.columns.${isAbove ? 'above' : key}`, {}, { locale: CHINESE })
  }

  async function blobOf(contents: FileContents, { format, names }: FileWish): Promise<Blob> {
    await loadEveryLanguage()
    const chinese = chineseFor(contents)
    const titleOf = names === 'chinese' ? chinese : (key: string) => shortNames.get(key) ?? key
    if (format === 'geoJson') {
      const text = JSON.stringify(gridsGeoJson(contents, titleOf))
      return new Blob([text], { type: 'application/geo+json' })
    }
    if (format === 'shapefiles') {
      const { zipSync } = await import('fflate')
      const files = shapefilesOf(contents, { names, titleOf: chinese, day: serverDate() })
      return new Blob([zipSync(files)], { type: 'application/zip' })
    }
    const { default: writeExcelFile } = await import('write-excel-file/browser')
    const sheets = sheetsOf(contents, titleOf, {
      grids: t('export.grids'),
      buildings: t('export.buildings'),
    })
    return writeExcelFile(sheets).toBlob()
  }

  /** Hands a file out whose name says what it is of, and of which day. */
  async function handOut(contents: FileContents, wish: FileWish, about: readonly string[]): Promise<void> {
    const day = dayAt(serverNow())
    const extension = { geoJson: 'geojson', shapefiles: 'zip', workbook: 'xlsx' }[wish.format]
    offer(await blobOf(contents, wish), fileName([...about, day], extension))
  }

  return { handOut }
}
