let person: string | null = null
let listener: (() => void) | null = null

/** Says whose page this is from now on; null: nobody's. Calls that carry another person's token are not made. */
export function holdPerson(id: string | null): void {
  person = id
}

/** Returns the id of the person whose page this is. */
export function heldPerson(): string | null {
  return person
}

/** Sets who is told when the device's session has become another person's. */
export function onOtherPerson(callback: (() => void) | null): void {
  listener = callback
}

/** Tells that the device's session has become another person's. */
export function tellOtherPerson(): void {
  listener?.()
}
