/** The accounts of the small district: a display that sees what a wall shows, and a worker of its west community. */
export const display = { email: 'display@small.gridward.cn', password: 'a display in the hall 7' }
export const worker = { email: 'worker@small.gridward.cn', password: 'a worker in the west 8' }
