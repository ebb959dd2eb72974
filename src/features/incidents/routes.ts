import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/incidents',
    name: 'incidents',
    component: () => import('./IncidentsPage.vue'),
    meta: {
      roles: ['admin', 'planner', 'reviewer', 'leader', 'dispatcher', 'worker', 'viewer'],
      navigation: { key: 'incidents', rank: 20, homeOf: ['dispatcher', 'worker', 'leader'] },
    },
  },
]
