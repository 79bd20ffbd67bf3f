import { sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'

/** What a migrated database holds before anything happens stays: the queues, and what pg-boss and the migrations know of themselves. */
const kept = ['jobs.queue', 'jobs.version', 'jobs.subscription', 'drizzle.__drizzle_migrations']

/**
 * Makes a migrated database as it was before anything happened in it. Only tables that hold something are touched, since emptying all of them costs
 * more than most tests do; references are not looked at meanwhile, because all ends together.
 */
export async function emptyAll(orm: Orm): Promise<void> {
  const names = sql.raw(kept.map(name => `'${name}'`).join(', '))
  await orm.execute(sql`
    do $$
    declare
      found record;
      filled boolean;
    begin
      perform set_config('session_replication_role', 'replica', true);
      for found in
        select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname in ('public', 'jobs', 'drizzle') and schemaname || '.' || tablename not in (${names})
      loop
        execute 'select exists (select from ' || found.name || ')' into filled;
        if filled then execute 'delete from ' || found.name; end if;
      end loop;
      for found in
        select format('%I.%I', schemaname, sequencename) as name from pg_sequences
        where schemaname in ('public', 'jobs') and last_value is not null
      loop
        execute 'alter sequence ' || found.name || ' restart';
      end loop;
    end
    $$
  `)
}
