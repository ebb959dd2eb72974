/** The parts of a wall that may be left out, as the database knows them. */
export const WALL_PARTS = ['figures', 'overdue', 'feed', 'day', 'standing', 'ranking', 'density'] as const

/** Time zones that are offered; any other of the database can be typed. */
export const ZONES = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Hong_Kong',
  'Asia/Macau',
  'Asia/Taipei',
  'Asia/Singapore',
] as const
