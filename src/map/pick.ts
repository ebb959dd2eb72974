/** A feature under the pointer; `layer` is one of those that can be picked. */
export interface Pick {
  layer: string
  id: string | number | undefined
  properties: Record<string, unknown>
}
