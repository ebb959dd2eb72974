/** Returns of what was read the named fields: what the database compares when it is changed, so that nobody's change is overwritten unseen. */
export function asRead<Read extends object, Field extends keyof Read>(
  read: Read,
  ...fields: Field[]
): Pick<Read, Field> {
  return Object.fromEntries(fields.map((field) => [field, read[field]])) as Pick<Read, Field>
}
