import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteMeta,
  type RouteRecordRaw,
} from 'vue-router'
import type { Action } from './lib/rights'
import { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** What one must be allowed somewhere to open the page; left out: everybody who is signed in opens it. */
    action?: Action
    /** Open without signing in. */
    isPublic?: boolean
    /** Without the top bar: sign-in and wall. */
    isBare?: boolean
    /** The page's place in the navigation: its locale key under `shell` and its rank. */
    navigation?: { key: string; rank: number }
  }
}

const features = import.meta.glob<{ routes: RouteRecordRaw[] }>('./features/*/routes.ts', { eager: true })
const pages = Object.values(features).flatMap(({ routes }) => routes)

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', redirect: () => home() },
    ...pages,
    {
      path: '/:pathMatch(.*)*',
      name: 'not-found',
      component: () => import('./features/shell/NotFoundPage.vue'),
    },
  ],
})

/** Whether the signed-in person may open a page. */
export function mayOpen({ action }: RouteMeta): boolean {
  return action === undefined || useSession().mayAnywhere(action)
}

/** Returns the pages in the navigation that the signed-in person may open, in order. */
export function navigation(): RouteRecordRaw[] {
  return pages
    .filter(({ meta }) => meta?.navigation && mayOpen(meta))
    .sort((one, other) => (one.meta?.navigation?.rank ?? 0) - (other.meta?.navigation?.rank ?? 0))
}

/** Returns the address that a person starts at: the one at which a day of one of their roles begins, else the first they may open. */
export function home(): string {
  const session = useSession()
  if (!session.user) return '/sign-in'
  const open = navigation()
  // Who leads begins with the figures, whatever else they do.
  const starts = ['figures', ...open.map(({ name }) => String(name))].find((name) => session.homes.has(name))
  const own = open.find(({ name }) => name === starts)
  if (!own) return open[0]?.path ?? '/no-page'
  const view = session.homes.get(String(own.name))
  return view ? `${own.path}?${view}` : own.path
}

function guard(to: RouteLocationNormalized) {
  const session = useSession()
  if (to.meta.isPublic) return session.user && to.name === 'sign-in' ? home() : true
  if (!session.user) return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (!mayOpen(to.meta)) return { path: '/not-for-you', query: { page: to.path } }
  return true
}

router.beforeEach(guard)
