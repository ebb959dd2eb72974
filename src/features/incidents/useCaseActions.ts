import { ref, shallowRef } from 'vue'
import { client } from '../../data/client'
import * as cases from '../../data/incident-case'
import type { IncidentCase } from '../../data/incident-case'
import { type DataError, toDataError } from '../../lib/errors'
import type { ActionDraft, CaseAction } from './steps'

async function send(incident: IncidentCase, action: CaseAction, draft: ActionDraft): Promise<void> {
  const { id, state } = incident
  switch (action.kind) {
    case 'note':
      return cases.noteIncident(client(), id, draft.note)
    case 'urge':
      return cases.urgeIncident(client(), id, draft.note)
    case 'answer':
      return cases.answerSatisfaction(client(), id, draft.satisfied, draft.note)
    case 'category':
      return cases.changeCategory(client(), id, draft.categoryId ?? 0, draft.note)
    case 'step': {
      const options = {
        ...(action.to === 'dispatched' && draft.handler !== null && { handler: draft.handler }),
        ...(action.to === 'deferred' && { until: draft.until }),
        ...(action.to === 'duplicate' && { duplicateOf: draft.duplicateOf.trim() }),
      }
      return cases.moveIncident(client(), { id, expected: state, to: action.to, note: draft.note, options })
    }
  }
}

/** Where the incident is now, when somebody else has moved it meanwhile. */
export interface MovedMeanwhile {
  state: IncidentCase['state']
  by: string | null
}

function movedMeanwhile(failure: DataError): MovedMeanwhile | null {
  return failure.code === 'incident-moved-meanwhile' ? (failure.detail as MovedMeanwhile) : null
}

/** A step that was sent and got no answer: it may have been taken or not. */
interface Unanswered {
  id: number
  to: string
  note: string
}

/**
 * Sends actions. What was typed is not this function's to forget: it stays until `act` returns true. A step that an
 * earlier attempt with the same note has brought about, whose answer was lost, counts as done; where the note was
 * corrected since, or somebody else took the step, that is told.
 */
export function useCaseActions() {
  const isBusy = ref(false)
  const failure = shallowRef<unknown>(null)
  const moved = shallowRef<MovedMeanwhile | null>(null)
  let unanswered: Unanswered | null = null

  async function act(incident: IncidentCase, action: CaseAction, draft: ActionDraft): Promise<boolean> {
    isBusy.value = true
    failure.value = null
    moved.value = null
    try {
      await send(incident, action, draft)
      unanswered = null
      return true
    } catch (thrown) {
      const error = toDataError(thrown)
      const meanwhile = movedMeanwhile(error)
      const to = action.kind === 'step' ? action.to : ''
      const sent = { id: incident.id, to, note: draft.note }
      const wasOurs = JSON.stringify(unanswered) === JSON.stringify(sent)
      if (to && error.isTransient) unanswered = sent
      if (meanwhile && wasOurs && meanwhile.state === to) return true
      if (meanwhile) moved.value = meanwhile
      else failure.value = error
      return false
    } finally {
      isBusy.value = false
    }
  }

  function forget(): void {
    failure.value = null
    moved.value = null
  }

  return { isBusy, failure, moved, act, forget }
}
