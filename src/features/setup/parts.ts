import { type Component, defineAsyncComponent } from 'vue'
import type { Action } from '../../lib/rights'

/** A part of the page: its words are `setup.parts.<key>`, its address `/setup/<key>`. */
interface SetupPart {
  key: string
  /** What one must be allowed somewhere to open it. */
  action: Action
  component: Component
}

/** The parts in the order in which a district is set up. */
export const parts: readonly SetupPart[] = [
  {
    key: 'departments',
    action: 'read-places',
    component: defineAsyncComponent(() => import('./departments/DepartmentsPart.vue')),
  },
  {
    key: 'people',
    action: 'read-staff',
    component: defineAsyncComponent(() => import('./people/PeoplePart.vue')),
  },
  {
    key: 'duty',
    action: 'read-staff',
    component: defineAsyncComponent(() => import('./people/DutyPart.vue')),
  },
  {
    key: 'posts',
    action: 'read-staff',
    component: defineAsyncComponent(() => import('./posts/PostsPart.vue')),
  },
  {
    key: 'roster',
    action: 'change-staff',
    component: defineAsyncComponent(() => import('./people/RosterPart.vue')),
  },
  {
    key: 'volunteers',
    action: 'read-volunteers',
    component: defineAsyncComponent(() => import('./volunteers/VolunteersPart.vue')),
  },
]
