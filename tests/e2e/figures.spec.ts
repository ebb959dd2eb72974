import {
  askWhy,
  expectAgainst,
  expectCase,
  openFigures,
  openFirstCase,
  redStreet,
  worst,
} from './driver/figures/figures'
import { expect, test } from './support/browser'

for (const [name, viewport] of Object.entries({
  desk: { width: 1366, height: 768 },
  telephone: { width: 390, height: 844 },
})) {
  test.describe(`at the ${name}`, () => {
    test.use({ viewport })

    test('given the leader’s home, when asked why a street is red, then a case that counts against it is two clicks away', async ({
      page,
      baseURL,
    }) => {
      await openFigures(page)
      expect(await worst(page)).toMatch(/\d+ ?%/)
      await expect(page.getByTestId('sentences')).toContainText('最差的是')
      const street = await redStreet(page)
      await askWhy(page)
      await expect(page.getByTestId('figure-cases')).toContainText('÷')
      const number = await openFirstCase(page)
      await expectCase(page, number)
      await expectAgainst(baseURL, number, street)
      await page.goBack()
      await expect(page.getByTestId('figure-cases')).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByTestId('figure-cases')).toBeHidden()
    })

    test('given another unit and indicator, when the page is loaded again, then its address brings both back', async ({
      page,
    }) => {
      await openFigures(page)
      await page.goto('/figures?unit=grid&by=postsFilled&span=lastMonth')
      await expect(page.getByTestId('ranking')).toContainText('专属岗位', { timeout: 30_000 })
      await expect(page.getByTestId('short').getByRole('listitem').first()).toBeVisible()
    })
  })
}
