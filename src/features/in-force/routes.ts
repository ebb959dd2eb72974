import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/planner/in-force',
    name: 'in-force',
    component: () => import('./InForcePage.vue'),
    meta: { action: 'read-drafts' },
  },
]
