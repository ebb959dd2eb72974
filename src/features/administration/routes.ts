import type { RouteRecordRaw } from 'vue-router'
import { useSession } from '../../stores/session'
import { tabs } from './tabs'

export const routes: RouteRecordRaw[] = [
  {
    path: '/administration',
    component: () => import('./AdministrationPage.vue'),
    meta: { action: 'read-staff', navigation: { key: 'administration', rank: 60 } },
    children: [
      {
        path: '',
        name: 'administration',
        redirect: (to) => {
          const session = useSession()
          const first = tabs.find((tab) => session.mayAnywhere(tab.action)) ?? tabs[0]
          return { path: `/administration/${first.path}`, query: to.query }
        },
      },
      ...tabs.map(({ path, action, page }): RouteRecordRaw => ({
        path,
        name: `admin-${path}`,
        component: page,
        meta: { action },
      })),
    ],
  },
]
