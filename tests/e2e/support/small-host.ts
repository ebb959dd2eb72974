import { join } from 'node:path'
import { createAccount } from '../../../supabase/local/accounts/accounts'
import { createHandler, listen } from '../../../supabase/local/serve/server'
import { servePages } from '../../../supabase/local/serve/pages'
import { openHost } from '../../../supabase/local/start/host'
import { projectRoot } from '../../../supabase/local/start/process'
import { display, worker } from './small-host-account'

/** What the parent asks of a small host: SQL to be run as the owner of its database. */
export interface SmallHostOrder {
  number: number
  sql: string
}

/** What a small host tells: that it answers, or what became of an order. */
export type SmallHostMessage = { address: string } | { number: number; failure?: string }

const district = `
  insert into public.areas (kind, code, name, boundary, district_id, path)
  values ('district', '990601', '小区县', extensions.st_multi(extensions.st_makeenvelope(113, 35, 113.02, 35.01, 4326)), 0, '');
  insert into public.areas (kind, code, name, parent_id, boundary, district_id, path)
  select 'street', '990601001', '一街', id, boundary, 0, '' from public.areas where code = '990601';
  insert into public.areas (kind, code, name, parent_id, boundary, district_id, path)
  select 'community', '99060100100' || n, case n when 1 then '西社区' else '东社区' end, id,
    extensions.st_multi(extensions.st_makeenvelope(113 + (n - 1) * 0.01, 35, 113 + n * 0.01, 35.01, 4326)), 0, ''
  from public.areas, generate_series(1, 2) n where code = '990601001';`

const [folder, port] = process.argv.slice(2)
const host = await openHost({ folder, host: '127.0.0.1', port: Number(port), demo: false }, () => undefined)
const { database } = host.backend
const found = await database.query("select from public.areas where code = '990601'")
if (found.length === 0) {
  await database.exec(district)
  for (const [account, role, code] of [
    [display, 'viewer', '990601'],
    [worker, 'worker', '990601001001'],
  ] as const) {
    const id = await createAccount(database, account.email, account.password)
    await database.query(
      `insert into public.memberships (user_id, role, area_id)
       select $1::uuid, $2::text::public.member_role, id from public.areas where code = $3`,
      [id, role, code],
    )
  }
}
const { address } = await listen(
  createHandler(host, servePages(join(projectRoot, 'dist'))),
  '127.0.0.1',
  Number(port),
)
const tell = (message: SmallHostMessage) => process.send?.(message)
process.on('message', ({ number, sql }: SmallHostOrder) => {
  host.backend.database.exec(sql).then(
    () => tell({ number }),
    (failure: unknown) => tell({ number, failure: String(failure) }),
  )
})
tell({ address })
