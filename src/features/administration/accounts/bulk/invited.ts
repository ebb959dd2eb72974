import { encodeQR } from 'qr'
import type { InvitationCode } from '../../../../data/district/accounts'
import { publicLink } from '../../../../lib/public-address'
import { joinPath } from '../codes'
import type { Candidate } from './candidates'

/** What became of inviting somebody: the code, issued this once, or why there is none. */
export interface Outcome {
  candidate: Candidate
  issued: InvitationCode | null
  /** In words, blank for whoever has a code. */
  refusal: string
}

/** Somebody who was invited, as a paper or a sheet says it. */
export interface Invited {
  name: string
  signIn: string
  code: string
  link: string
  expiresAt: string
}

/** Returns those who were invited, with the links that they follow. */
export function invitedOf(outcomes: readonly Outcome[], publicAddress: string): Invited[] {
  return outcomes.flatMap(({ candidate, issued }) =>
    issued
      ? [
          {
            name: candidate.person.name,
            signIn: candidate.signIn,
            code: issued.code,
            link: publicLink(publicAddress, joinPath(issued.code)),
            expiresAt: issued.expiresAt,
          },
        ]
      : [],
  )
}

/** Returns a link as a picture that a telephone reads. */
export function pictureOf(link: string): string {
  return `data:image/svg+xml;utf8,${encodeURIComponent(encodeQR(link, 'svg', { ecc: 'medium', border: 1 }))}`
}

/** Returns those who were invited as a sheet. */
export async function invitedBlob(titles: string[], rows: readonly string[][]): Promise<Blob> {
  const { default: writeExcelFile } = await import('write-excel-file/browser')
  return writeExcelFile([titles, ...rows].map((row) => row.map((value) => ({ value })))).toBlob()
}
