import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import type { MemberRole } from './data/session'
import { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may open the page; left out: everybody who is signed in. */
    roles?: readonly MemberRole[]
    /** Open without signing in. */
    isPublic?: boolean
    /** Without the top bar: sign-in and wall. */
    isBare?: boolean
    /** The page's place in the navigation: its locale key under `shell` and its rank. */
    navigation?: { key: string; rank: number; homeOf?: readonly MemberRole[] }
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

/** Returns the pages in the navigation that the signed-in person may open, in order. */
export function navigation(): RouteRecordRaw[] {
  const session = useSession()
  return pages
    .filter(({ meta }) => meta?.navigation && session.holds(meta.roles ?? []))
    .sort((one, other) => (one.meta?.navigation?.rank ?? 0) - (other.meta?.navigation?.rank ?? 0))
}

/** Returns the path that a person starts at: the page made for one of their roles, else the first they may open. */
export function home(): string {
  const session = useSession()
  if (!session.user) return '/sign-in'
  const open = navigation()
  const own = open.find(({ meta }) => meta?.navigation?.homeOf && session.holds(meta.navigation.homeOf))
  return (own ?? open[0])?.path ?? '/no-page'
}

function guard(to: RouteLocationNormalized) {
  const session = useSession()
  if (to.meta.isPublic) return session.user && to.name === 'sign-in' ? home() : true
  if (!session.user) return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (!session.holds(to.meta.roles ?? [])) return { path: '/not-for-you', query: { page: to.path } }
  return true
}

router.beforeEach(guard)
