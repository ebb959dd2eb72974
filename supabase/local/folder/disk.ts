import { statfs } from 'node:fs/promises'

/** A database that can't add another segment of 16 MB to its log refuses every write or stops. */
const leastFreeBytes = 20 * 1024 * 1024

/** Whether there is room to write: what a folder's disk has left, and what the database said last. */
export class Disk {
  #refused = false

  /** `folder` is where the database is, when it is on this machine. */
  constructor(private readonly folder?: string) {}

  /** Notes an error of the database. Returns whether it says that the disk is full. */
  note(error: unknown): boolean {
    if (saysFull(error)) this.#refused = true
    return saysFull(error)
  }

  /** Notes that the database has written. */
  noteWritten(): void {
    this.#refused = false
  }

  /** Tells whether there is no room: too little of it, or the last write was refused for want of it. */
  async isFull(): Promise<boolean> {
    if (!this.folder) return this.#refused
    const free = await statfs(this.folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => Infinity,
    )
    return free < leastFreeBytes
  }
}

/** SQLSTATE `disk_full`, or the system's words inside of another one. */
function saysFull(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return code === '53100' || (typeof message === 'string' && /no space left on device/i.test(message))
}
