import decodeQr from 'qr/decode.js'
import { expect, type Page } from '../support/browser'

/** A page of a printed document, millimetres. */
export interface Sheet {
  widthMillimetres: number
  heightMillimetres: number
}

const MILLIMETRES_PER_POINT = 25.4 / 72

/** Prints the page as its own style sheet says, as the browser would, and returns the sheets of the PDF. */
export async function print(page: Page): Promise<Sheet[]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
  const boxes = [...pdf.matchAll(/\/Type\s*\/Page\b(?!s)[^]*?\/MediaBox\s*\[([^\]]+)\]/g)]
  return boxes.map(([, numbers]) => {
    const [left, bottom, right, top] = numbers.trim().split(/\s+/).map(Number)
    return {
      widthMillimetres: (right - left) * MILLIMETRES_PER_POINT,
      heightMillimetres: (top - bottom) * MILLIMETRES_PER_POINT,
    }
  })
}

/** Expects a sheet to be A4, upright. */
export function expectA4({ widthMillimetres, heightMillimetres }: Sheet): void {
  expect(Math.abs(widthMillimetres - 210)).toBeLessThan(0.5)
  expect(Math.abs(heightMillimetres - 297)).toBeLessThan(0.5)
}

/** Opens the notice boards of the open plan and waits for them; returns how many there are. */
export async function openNoticeBoards(page: Page, plan: number, community: string): Promise<number> {
  await page.goto(`/planner/notice-boards?plan=${plan}&of=${community}`)
  await expect(page.locator('.boards[data-ready]')).toBeVisible({ timeout: 30_000 })
  await expect(page.locator('[data-board] img').first()).toBeVisible()
  return page.locator('[data-board]').count()
}

/** Reads the QR code on a notice board as a telephone would. */
export async function readQrCode(page: Page, board: number): Promise<string> {
  const image = await page
    .locator('[data-board]')
    .nth(board)
    .locator('img')
    .evaluate((element: HTMLImageElement) => {
      const [side, margin] = [400, 40]
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = side + 2 * margin
      const context = canvas.getContext('2d')
      if (!context) throw new Error('No canvas.')
      context.fillStyle = '#fff'
      context.fillRect(0, 0, canvas.width, canvas.height)
      context.drawImage(element, margin, margin, side, side)
      return {
        width: canvas.width,
        height: canvas.height,
        data: [...context.getImageData(0, 0, canvas.width, canvas.height).data],
      }
    })
  return decodeQr({ ...image, data: Uint8ClampedArray.from(image.data) })
}
