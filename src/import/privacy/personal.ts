import { maskLettered } from './lettered'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Eighteen digits, as they are written: together or with blanks or dashes between region, birth and the rest. */
const identity18 =
  /(?<![0-9A-Za-z])[1-9]\d{5}[ -]?(?:19|20)\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{3}[0-9Xx](?![0-9A-Za-z])/g
/** Fifteen digits, as until 1999: no check digit, so region and birth have to be possible. */
const identity15 = /(?<![0-9A-Za-z])[1-9]\d{5}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{3}(?![0-9A-Za-z])/g
/** Thirteen digits of Korea: the birth, then the sex and the rest. */
const koreanNumber = /(?<![0-9A-Za-z-])\d{6}-[1-8]\d{6}(?![0-9A-Za-z-])/g
/** Numbers of mobile telephones in China, and of telephones with an area code. */
const mobile = /(?<![0-9A-Za-z]|\d\.)(?:\(?\+?86\)?[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z]|\.\d)/g
const landline =
  /(?<![0-9A-Za-z.-])(?:\(0\d{2,3}\)|0\d{2,3})[ -]?[2-9]\d{6,7}(?:-\d{1,5})?(?![0-9A-Za-z]|\.\d|-\d)/g
/** Shorter numbers are telephones where the text says so. */
const said =
  /((?:电话|手机|座机|联系方式|致电|拨打|聯絡電話|電話|手機|行動|携帯|전화|휴대폰|핸드폰|연락처|tel(?:ephone)?|phone|mobile)[号码為为是：:.\s]{0,4})(\+?\d[\d -]{5,14}\d)(?![0-9A-Za-z])/gi

/** Mobile telephones of neighbours, as they are written in parts, and any number with the code of a country before it. */
const abroad =
  /(?<![0-9A-Za-z.-])(?:09\d{2}[ -]\d{3}[ -]?\d{3}|01[016-9][ -]\d{3,4}[ -]\d{4}|0[789]0[ -]\d{4}[ -]\d{4}|\+\d{1,3}[ -]?(?:\(\d{1,4}\)[ -]?)?\d(?:[ -]?\d){6,11})(?![0-9A-Za-z]|\.\d|-\d)/g
const mail = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

const mask = '＊＊＊'

/** First two digits of a region (GB/T 2260). */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
)

/** Tells whether text holds a resident identity number: eighteen digits with a right check digit (GB 11643), or fifteen. */
export function holdsIdentityNumber(text: string): boolean {
  return maskIdentityNumbers(text) !== text
}

/** Tells whether text holds the number of a telephone. */
export function holdsTelephone(text: string): boolean {
  return mayHold(text, 7) && maskTelephoneNumbers(text) !== text
}

/** Returns the text with every resident identity number made unreadable. */
export function maskIdentityNumbers(text: string): string {
  return maskIdentityDigits(maskLettered(text))
}

/** As `maskIdentityNumbers` for codes of things: a letter and some digits are what these look like too, so only numbers without one count. */
export function maskIdentityDigits(text: string): string {
  if (!mayHold(text, 14)) return text
  return plainDigits(text)
    .replace(identity18, (number) => (hasCheckDigit(number.replace(/[ -]/g, '')) ? mask : number))
    .replace(identity15, (number) => (isOldNumber(number.replace(/[ -]/g, '')) ? mask : number))
    .replace(koreanNumber, (number) => (isBirth(`19${number.slice(0, 6)}`) ? mask : number))
}

/** Returns the text with every number of a telephone and address of mail made unreadable. */
export function maskTelephones(text: string): string {
  return maskTelephoneNumbers(text.includes('@') ? text.replace(mail, mask) : text)
}

function maskTelephoneNumbers(text: string): string {
  if (!mayHold(text, 7)) return text
  return plainDigits(text)
    .replace(mobile, mask)
    .replace(abroad, mask)
    .replace(landline, mask)
    .replace(said, (_, word: string) => word + mask)
}

/** Returns the text without anything that names or reaches a person. */
export function maskPersonal(text: string): string {
  return maskTelephones(maskIdentityNumbers(text))
}

/** Seven digits with at most a blank or dash between them, as every such number has; not those behind a decimal point. */
const manyDigits = /(?<!\d\.\d*)[\d０-９](?:[ -]?[\d０-９]){6}/

/** A quick look before the slow ones. */
function mayHold(text: string, digits: number): boolean {
  return text.length >= digits && manyDigits.test(text)
}

/** Full-width digits hide nothing. Text without them is left as it is. */
function plainDigits(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/Ｘ/g, 'X')
}

function hasCheckDigit(number: string): boolean {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return '10X98765432'[sum % 11] === number[17].toUpperCase() && isBirth(number.slice(6, 14))
}

function isOldNumber(number: string): boolean {
  return provinces.has(number.slice(0, 2)) && isBirth(`19${number.slice(6, 12)}`)
}

function isBirth(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))]
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
