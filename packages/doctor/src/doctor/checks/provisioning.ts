import { existsSync } from 'node:fs';
import { DatabaseError, type Settings, withDatabase } from '@fanlight/signin/settings';
import type { Check, CheckContext, CheckResult } from '../check.js';

/** An object id of Entra, as LIKE has it. */
const objectId = '________-____-____-____-____________';
const mapping =
  'At Entra: Enterprise applications > your application > Provisioning > Attribute mapping > Users: map objectId to externalId, in place of mailNickname.';

/** Whether those whom Entra provisions are matched to those who sign in: unless it is told otherwise it sends what no token has (docs/scim.md). */
export const provisioningCheck: Check = {
  id: 'provisioning',
  title: 'Provisioning',
  needs: [],
  applies: ({ scim, settings }) => (scim?.tokens.length ?? 0) > 0 && (scim?.claim === 'oid' || isEntra(settings)),
  run: async (context) => {
    const claim = context.scim?.claim;
    if (claim === 'sub') return pairwise;
    if (claim !== 'oid')
      return { status: 'unknown', finding: `Entra has to send as externalId what the claim ${claim} of the ID token holds (SCIM_CLAIM).` };
    try {
      return judged(await provisioned(context));
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      const finding = 'What Entra sends as externalId cannot be read: it has to be the object id.';
      return { status: 'unknown', finding, details: [mapping, error.message] };
    }
  },
};

const pairwise: CheckResult = {
  status: 'warning',
  finding: 'SCIM_CLAIM=sub matches nobody: Entra tells each application another sub, and cannot send it as externalId.',
  details: [`Set SCIM_CLAIM=oid, or take it out. ${mapping}`],
};

function judged({ total, unmatched }: People): CheckResult {
  if (total === 0) return { status: 'ok', finding: 'Nobody is provisioned yet.', details: [mapping] };
  if (unmatched === 0) return { status: 'ok', finding: `The externalId of all ${total} provisioned people is an object id.` };
  return {
    status: 'warning',
    finding: `${unmatched} of ${total} provisioned people have no object id as externalId: whoever signs in is not matched to them, nor signed out when they leave.`,
    details: [mapping, 'Its provisioning runs about every 40 minutes: look again after that.'],
  };
}

interface People {
  readonly total: number;
  readonly unmatched: number;
}

/** The part of @fanlight/scim's that is read. */
type Tables = Record<'signin_scim_users', Record<'connection' | 'external_id' | 'deleted_at', unknown>>;

async function provisioned({ settings: { database: where }, connection }: CheckContext): Promise<People> {
  const nobody = { total: 0, unmatched: 0 };
  if (where.kind === 'sqlite' && !existsSync(where.file)) return nobody;
  return withDatabase(where, async ({ kysely }) => {
    // They are made when they are first needed.
    if (!(await kysely.introspection.getTables()).some(({ name }) => name === 'signin_scim_users')) return nobody;
    return kysely
      .withTables<Tables>()
      .selectFrom('signin_scim_users')
      .select((is) => [
        is.fn.countAll<number>().as('total'),
        is.fn
          .countAll<number>()
          .filterWhere(is.or([is('external_id', 'is', null), is('external_id', 'not like', objectId)]))
          .as('unmatched'),
      ])
      .where('connection', '=', connection)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
  });
}

function isEntra({ provider: { recognised } }: Settings): boolean {
  return recognised?.id.startsWith('entra') ?? false;
}
