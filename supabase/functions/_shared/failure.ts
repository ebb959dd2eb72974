/** Why a function does not do what it was asked: a permanent code as the database raises it, its details and a status. */
export class FunctionFailure extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown

  constructor(code: string, status: number, details: unknown = null) {
    super(code)
    this.name = 'FunctionFailure'
    this.code = code
    this.status = status
    this.details = details
  }
}

/** Answers a failure in the words of PostgREST, so that pages read it as they read those. */
export function failureAnswer({ code, status, details }: FunctionFailure, headers: HeadersInit): Response {
  const words = typeof details === 'string' || details === null ? details : JSON.stringify(details)
  return new Response(JSON.stringify({ code: 'P0001', message: code, details: words, hint: null }), {
    status,
    headers,
  })
}
