const mask = '＊＊＊'

/** Regions of Taiwan by the letter that a number begins with, in the order of what each counts for (10 to 35). */
const taiwanLetters = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'
const taiwan = /(?<![0-9A-Za-z])[A-Za-z][1289]\d{8}(?![0-9A-Za-z])/g
const hongKong = /(?<![0-9A-Za-z])[A-Za-z]{1,2}\d{6} ?(?:\([0-9Aa]\)|（[0-9Aa]）)/g
const singapore = /(?<![0-9A-Za-z])[STFGMstfgm]\d{7}[A-Za-z](?![0-9A-Za-z])/g
/** Papers whose numbers have no check digit: where the text says what they are. */
const papers =
  /((?:护照|護照|通行证|通行證|身份证|身分證|居留证|居留證|台胞证|证件|證件|passport|여권|旅券)[^0-9A-Za-z]{0,6}(?:no\.?|号码?|號碼?)?[^0-9A-Za-z]{0,4})([A-Za-z]{0,2}\d{6,12}[A-Za-z]?)(?![0-9A-Za-z])/gi

/** A quick look before the slow ones: most cells hold no letter before six digits and name no paper. */
const mayHold = /[A-Za-z]\d{6}|[证證照券]|passport|여권/i

/**
 * Returns text with the identity numbers made unreadable that begin with a letter: of Taiwan, Hong Kong and Singapore, each by its
 * check digit, and those of papers that the text names.
 */
export function maskLettered(text: string): string {
  if (!mayHold.test(text)) return text
  return text
    .replace(taiwan, (number) => (isOfTaiwan(number.toUpperCase()) ? mask : number))
    .replace(hongKong, (number) => (isOfHongKong(number.toUpperCase()) ? mask : number))
    .replace(singapore, (number) => (isOfSingapore(number.toUpperCase()) ? mask : number))
    .replace(papers, (_, word: string) => word + mask)
}

function isOfTaiwan(number: string): boolean {
  const region = taiwanLetters.indexOf(number[0]) + 10
  const digits = [Math.floor(region / 10), region % 10, ...[...number.slice(1)].map(Number)]
  const weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
  return digits.reduce((sum, digit, i) => sum + digit * weights[i], 0) % 10 === 0
}

function isOfHongKong(number: string): boolean {
  const [, letters, digits, check] = /^([A-Z]{1,2})(\d{6}) ?[（(]([0-9A])[）)]$/.exec(number)!
  // A blank before one letter counts for 36.
  const values = [...letters.padStart(2, ' ')].map((one) => (one === ' ' ? 36 : one.charCodeAt(0) - 55))
  const all = [...values, ...[...digits].map(Number)]
  const sum =
    all.reduce((total, value, i) => total + value * (9 - i), 0) + (check === 'A' ? 10 : Number(check))
  return sum % 11 === 0
}

function isOfSingapore(number: string): boolean {
  const weights = [2, 7, 6, 5, 4, 3, 2]
  const sum = [...number.slice(1, 8)].reduce((total, digit, i) => total + Number(digit) * weights[i], 0)
  const first = number[0]
  const offset = first === 'T' || first === 'G' ? 4 : first === 'M' ? 3 : 0
  const rest = (sum + offset) % 11
  if (first === 'M') return 'XWUTRQPNJLK'[10 - rest] === number[8] || 'KLJNPQRTUWX'[rest] === number[8]
  return (first === 'S' || first === 'T' ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[rest] === number[8]
}
