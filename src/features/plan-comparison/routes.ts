import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/planner/compare',
    name: 'plan-comparison',
    component: () => import('./ComparePage.vue'),
    meta: { action: 'read-drafts' },
  },
]
