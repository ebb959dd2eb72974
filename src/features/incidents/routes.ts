import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/incidents',
    name: 'incidents',
    component: () => import('./IncidentsPage.vue'),
    meta: {
      action: 'read-cases',
      navigation: { key: 'incidents', rank: 20 },
    },
  },
]
