/** Time zones that are offered; any other of the database can be typed. */
export const ZONES = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Hong_Kong',
  'Asia/Macau',
  'Asia/Taipei',
  'Asia/Singapore',
] as const

/** What is kept for a time that the district sets, and the fewest days of it. */
export const KEEPING = [
  { field: 'contactDays', least: 1 },
  { field: 'formerDays', least: 90 },
  { field: 'auditDays', least: 183 },
] as const
