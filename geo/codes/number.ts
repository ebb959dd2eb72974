/** How long a grid's code is: 15 digits leave three for the serial number; 14, 16 and 20 are in use as well. */
export type CodeDigits = 14 | 15 | 16 | 20

const COMMUNITY_DIGITS = 12

/** The serial number in a grid's code (the community's 12 digits, then it): what people call the grid within its community. */
export function serialNumber(code: string): string {
  return code.slice(COMMUNITY_DIGITS)
}
