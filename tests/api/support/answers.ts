/** Reads along what the functions of the database answer. */
export class Answers {
  private readonly given = new Map<string, unknown[]>()

  /** A `fetch` that keeps every answer of a function. */
  readonly fetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    const url = input instanceof Request ? input.url : String(input)
    const called = /\/rest\/v1\/rpc\/(\w+)/.exec(url)?.[1]
    if (called && response.ok) {
      const body = await response.clone().text()
      const list = this.given.get(called) ?? []
      this.given.set(called, [...list, body === '' ? null : (JSON.parse(body) as unknown)])
    }
    return response
  }

  /** The functions that have answered. */
  functions(): string[] {
    return [...this.given.keys()]
  }

  /** The paths of lists that had nothing in them in every answer of a function. */
  alwaysEmpty(): string[] {
    const found = [...this.given].flatMap(([name, all]) => {
      const lists = new Map<string, boolean>()
      for (const answer of all) walk(answer, name, lists)
      return [...lists].filter(([, isFilled]) => !isFilled).map(([path]) => path)
    })
    return found.sort()
  }
}

function walk(value: unknown, path: string, lists: Map<string, boolean>): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    lists.set(path, value.length > 0 || lists.get(path) === true)
    for (const item of value) walk(item, `${path}[]`, lists)
  } else for (const [key, part] of Object.entries(value)) walk(part, `${path}.${key}`, lists)
}
