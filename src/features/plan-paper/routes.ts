import type { RouteRecordRaw } from 'vue-router'

const meta = { action: 'read-drafts', isBare: true } as const

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
