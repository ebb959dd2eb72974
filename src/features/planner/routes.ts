import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/planner',
    alias: '/planner/:areaCode',
    name: 'planner',
    component: () => import('./PlannerPage.vue'),
    meta: {
      roles: ['planner', 'reviewer', 'leader', 'admin'],
      navigation: { key: 'planner', rank: 1, homeOf: ['planner', 'reviewer'] },
    },
  },
]
