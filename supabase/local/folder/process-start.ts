import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * Returns a mark of when process `pid` began, the same whoever asks, or undefined when there is no such process.
 * On Linux the boot's id and the clock ticks since (proc(5), field 22); elsewhere what `ps` or PowerShell print.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') return await linuxStart(pid)
    if (process.platform === 'win32')
      return await printed('powershell', [
        '-NoProfile',
        '-Command',
        `(Get-Process -Id ${pid}).StartTime.Ticks`,
      ])
    return await printed('ps', ['-o', 'lstart=', '-p', String(pid)])
  } catch {
    return undefined
  }
}

async function linuxStart(pid: number): Promise<string> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  const afterName = status.slice(status.lastIndexOf(')') + 2).split(' ')
  if (afterName[0] === 'Z') throw new Error('a zombie holds nothing')
  return `${boot.trim()}:${afterName[19]}`
}

async function printed(command: string, args: string[]): Promise<string> {
  return (await promisify(execFile)(command, args)).stdout.trim()
}
