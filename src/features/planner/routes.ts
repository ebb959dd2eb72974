import type { RouteRecordRaw } from 'vue-router'

/** The life of a published grid is open to everybody in the district. */
const readers = ['planner', 'reviewer', 'leader', 'admin', 'dispatcher', 'worker'] as const
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
    path: '/planner/report',
    name: 'plan-report',
    component: () => import('./ReportPage.vue'),
    meta: { roles, isBare: true },
  },
  {
    path: '/planner/grid/:code?',
    name: 'grid-life',
    component: () => import('./GridLifePage.vue'),
    meta: { roles: readers, isBare: true },
  },
  {
    path: '/planner',
    alias: '/planner/:areaCode',
    name: 'planner',
    component: () => import('./PlannerPage.vue'),
    meta: { roles, navigation: { key: 'planner', rank: 1, homeOf: ['planner', 'reviewer'] } },
  },
]
