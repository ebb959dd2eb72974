import { answerTo } from './answers'
import type { Asker } from './types'

/** Asks which layer or sheet is meant where there are several: each is a file of its own kind. */
export const askLayer: Asker = (table, settings) => {
  if (table.layers.length < 2 || table.isLayerChosen || answerTo(settings, 'layer') !== undefined) return []
  return [
    {
      code: 'layer',
      subject: '',
      detail: table.fileName,
      proposal: table.layer,
      options: table.layers,
      flag: '--layer NAME',
    },
  ]
}
