import type { RouteRecordRaw } from 'vue-router'

/** The life of a published grid is open to everybody in the district. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/planner/grid/:code?',
    name: 'grid-life',
    component: () => import('./GridLifePage.vue'),
    meta: {
      action: 'read-places',
      isBare: true,
    },
  },
]
