import { expect, test } from 'vitest'
import { kml } from '../../../../src/import/formats/kml'

const placemark = (content: string) =>
  `<Placemark>${content}<Point><coordinates>113.2,35.2</coordinates></Point></Placemark>`

/** The columns of the placemarks of a document. */
async function columnsOf(...placemarks: string[]) {
  const text = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${placemarks.join('')}</Document></kml>`
  const [layer] = await kml.open({ name: 'a.kml', blob: new Blob([text]) } as never)
  const features = []
  for await (const chunk of layer.features()) features.push(...chunk)
  return features.map(({ properties }) => properties)
}

test('a placemark keeps its name beside data that are called name as well', async () => {
  const data = '<ExtendedData><Data name="name"><value>7</value></Data></ExtendedData>'
  expect(
    await columnsOf(
      placemark(`<name>银杏社区</name>${data}`),
      placemark(data),
      placemark('<name>望桥社区</name>'),
    ),
  ).toEqual([{ name: '银杏社区', 'Data name': '7' }, { name: '7' }, { name: '望桥社区' }])
})
