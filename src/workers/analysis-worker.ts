import { expose, transfer } from 'comlink'
import { AnalysisEngine, type Answer, type Selection } from './analysis-engine'
import type { Scale, View } from './analysis-image'

/** The engine away from the page's thread; what it answers is handed over, not copied. */
class Away extends AnalysisEngine {
  lookAway(selection: Selection): Answer {
    const answer = this.look(selection)
    const lists = [answer, answer.versus].flatMap((counts) =>
      counts ? [counts.byHourOfWeek, counts.byCategory, counts.byCommunity, counts.byGrid] : [],
    )
    return transfer(
      answer,
      [...lists, answer.byDay].map(({ buffer }) => buffer as ArrayBuffer),
    )
  }

  pictureAway(view: View, scale: Scale): Uint8ClampedArray<ArrayBuffer> {
    const picture = this.picture(view, scale)
    return transfer(picture, [picture.buffer])
  }
}

export type AnalysisWorker = Away
expose(new Away())
