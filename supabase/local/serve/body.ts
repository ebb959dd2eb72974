/**
 * Returns the whole body of a request, or undefined as soon as it is longer than `mostBytes`. No more than that is kept,
 * whatever length the request claims to have.
 */
export async function readBody(
  request: Request,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return undefined
  const parts: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array(0)
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array }
    if (done || !value) return new Uint8Array(Buffer.concat(parts, length))
    length += value.byteLength
    if (length > mostBytes) {
      void reader.cancel().catch(() => undefined)
      return undefined
    }
    parts.push(value)
  }
}

/** Returns the same request with a body that has arrived, at an address of the same host. It ends when `request` does. */
export function withBody(request: Request, url: string, body: Uint8Array<ArrayBuffer>): Request {
  const { method, signal } = request
  const headers = new Headers(request.headers)
  headers.delete('transfer-encoding')
  headers.delete('content-length')
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(url, { method, headers, signal, ...(hasBody && { body }) })
}
