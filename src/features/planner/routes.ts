import type { RouteRecordRaw } from 'vue-router'

const roles = ['planner', 'reviewer', 'leader', 'admin'] as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/planner/notice-boards',
    name: 'notice-boards',
    component: () => import('./NoticeBoardsPage.vue'),
    meta: { roles, isBare: true },
  },
  {
    path: '/planner/compare',
    name: 'plan-comparison',
    component: () => import('./ComparePage.vue'),
    meta: { roles },
  },
  {
    path: '/planner',
    alias: '/planner/:areaCode',
    name: 'planner',
    component: () => import('./PlannerPage.vue'),
    meta: { roles, navigation: { key: 'planner', rank: 1, homeOf: ['planner', 'reviewer'] } },
  },
]
