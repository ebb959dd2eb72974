import { expect, test } from 'vitest'
import { open } from '../help'

const placemark = (content: string) =>
  `<Placemark>${content}<Point><coordinates>113.2,35.2</coordinates></Point></Placemark>`

/** What stands under some columns of the placemarks of a document; '' where nothing does. */
async function cellsOf(columns: string[], ...placemarks: string[]): Promise<string[][]> {
  const text = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${placemarks.join('')}</Document></kml>`
  const { table } = await open(text, 'a.kml')
  const found: string[][] = []
  for await (const { rows } of table.rows())
    for (const { cells } of rows) found.push(columns.map((column) => cells[column] ?? ''))
  return found
}

test('a placemark keeps its name beside data that are called name as well', async () => {
  const data = '<ExtendedData><Data name="name"><value>7</value></Data></ExtendedData>'
  const placemarks = [`<name>银杏社区</name>${data}`, data, '<name>望桥社区</name>'].map(placemark)
  expect(await cellsOf(['name', 'Data name'], ...placemarks)).toEqual([
    ['银杏社区', '7'],
    ['7', ''],
    ['望桥社区', ''],
  ])
})
