import type { Database } from '../types'

/**
 * Takes the statistics of geometries and geographies away, and has none gathered any more. Safe to repeat; call it once
 * all tables are there.
 *
 * Where the ground of two columns does not overlap at all (two districts far apart), PostGIS 3.6 returns the address of
 * a zero instead of zero on a machine of 32 bits, as WebAssembly is one: "invalid function selectivity", and no
 * statement that joins the two by place can be planned. Without statistics it takes its defaults, which use the index.
 */
export async function dropSpatialStatistics(database: Database): Promise<void> {
  await database.exec(`
    do $$
    declare
      spatial record;
    begin
      for spatial in
        select c.oid::regclass as holder, a.attnum as place, a.attname as name
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't'
        join pg_type t on t.oid = a.atttypid and t.typname in ('geometry', 'geography')
        where a.attnum > 0 and not a.attisdropped and coalesce(a.attstattarget, -1) <> 0
      loop
        execute format('alter table %s alter column %I set statistics 0', spatial.holder, spatial.name);
        delete from pg_statistic where starelid = spatial.holder and staattnum = spatial.place;
      end loop;
    end $$`)
}
