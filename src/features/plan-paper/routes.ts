import type { RouteRecordRaw } from 'vue-router'

const meta = { roles: ['planner', 'reviewer', 'leader', 'admin'], isBare: true } as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/planner/notice-boards',
    name: 'notice-boards',
    component: () => import('./NoticeBoardsPage.vue'),
    meta: { ...meta },
  },
  {
    path: '/planner/report',
    name: 'plan-report',
    component: () => import('./ReportPage.vue'),
    meta: { ...meta },
  },
]
