import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/planner',
    alias: '/planner/:areaCode',
    name: 'planner',
    component: () => import('./PlannerPage.vue'),
    meta: {
      action: 'read-drafts',
      navigation: { key: 'planner', rank: 1 },
    },
  },
]
