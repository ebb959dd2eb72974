/** The time zone of the district that the pages look at, by which days, months and times of the day are said. */

/** Of a district that nothing is known of yet, and of the calendar that districts begin with. */
export const FIRST_ZONE = 'Asia/Shanghai'

let zone = FIRST_ZONE
const formats = new Map<string, Intl.DateTimeFormat>()

/** Takes the time zone of another district. Throws RangeError where this browser does not know it; then nothing changes. */
export function setTimeZone(name: string): void {
  zoneFormat('sv-SE', {}, name)
  zone = name
}

/** Whether this browser knows a time zone, so that pages can say days by it. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(zoneFormat('sv-SE', {}, name))
  } catch {
    return false
  }
}

/** Returns a format that says instants on the clock of the time zone; making one takes a hundred times as long as using it, so each is made once. */
export function zoneFormat(
  language: string,
  options: Intl.DateTimeFormatOptions,
  inZone = zone,
): Intl.DateTimeFormat {
  const key = JSON.stringify([language, inZone, options])
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(language, { ...options, timeZone: inZone })
    formats.set(key, format)
  }
  return format
}
