import type { Database } from './database/types'
import type { Disk } from './folder/disk'

/** What a caller is told when the database, and not the request, is what is wrong. Codes are permanent. */
const troubles = {
  'disk-full': {
    status: 507,
    message:
      '磁盘已满，没有保存；腾出空间后可继续使用。 The disk is full: nothing was saved. It goes on once there is room.',
  },
  'database-restarting': {
    status: 503,
    message:
      '数据库意外中断，正在重新打开；请先查看刚才的操作是否已保存，再重试。 The database broke off and is being opened anew: look whether this was saved, then try again.',
  },
  'database-closed': {
    status: 503,
    message: '数据库暂时打不开，请稍后再试。 The database cannot be opened now. Try again in a moment.',
  },
  '57014': {
    status: 504,
    message: '查询超时，已停止。 The query took too long and was ended.',
  },
} as const

/** Returns the answer, in PostgREST's form, that names a trouble of the database. */
function tell(code: keyof typeof troubles, reason: string): Response {
  const { status, message } = troubles[code]
  const headers = status === 503 ? { 'retry-after': '3' } : undefined
  return Response.json({ code, message, details: null, hint: reason }, { status, headers })
}

/**
 * Returns what `ask` answers to a request, with the database to itself where it has only one session. Where the session
 * ended under the request, or there is no room on the disk, the answer says so: lite would call it an internal error.
 */
export async function answerFrom(
  database: Pick<Database, 'exclusive' | 'sessionLost'>,
  disk: Disk,
  request: Request,
  ask: () => Promise<Response>,
  limitMs?: number,
): Promise<Response> {
  try {
    return await database.exclusive(async () => {
      if (request.signal.aborted) return new Response(null, { status: 499 })
      const response = await ask()
      const lost = database.sessionLost?.()
      if (lost?.late) return tell('57014', lost.message)
      if (lost) return tell((await disk.isFull()) ? 'disk-full' : 'database-restarting', lost.message)
      if (response.status < 500) return response
      const told = await bodyOf(response)
      return disk.note(told) || (await disk.isFull()) ? tell('disk-full', told.message) : response
    }, limitMs)
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'DatabaseClosed') throw thrown
    return tell((await disk.isFull()) ? 'disk-full' : 'database-closed', thrown.message)
  }
}

async function bodyOf(response: Response): Promise<{ code?: unknown; message: string }> {
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as { code?: unknown; message?: unknown } | null
  return { code: body?.code, message: typeof body?.message === 'string' ? body.message : '' }
}
