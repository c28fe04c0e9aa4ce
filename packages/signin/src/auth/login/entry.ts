import type { JsonObject } from '@fanlight/oidc';
import { isPublicIssuer } from '../../config/setting-conflicts.js';
import type { ConnectionSettings, EntryRules } from '../../config/settings.js';
import { comparableAddress } from '../../config/variables/entry-variables.js';
import type { UserDetails } from '../../users/user-store.js';
import type { Groups } from '../access/groups.js';
import { unknownGroups } from '../access/requirements.js';
import type { SignInErrorCode } from '../sign-in-error.js';

/** Somebody at the door. */
export interface Entrant {
  readonly person: Pick<UserDetails, 'email' | 'emailVerified'>;
  readonly groups: Groups;
  /** They may have been in the userinfo that did not come. */
  readonly userinfoFailed: boolean;
  /** The domains of the connection, whose addresses need no proof: the organisation that it belongs to hands them out itself. */
  readonly ownDomains: readonly string[];
}

export const inactive = 'The directory says that this person is no longer active.';

/**
 * How far the provider vouches for somebody's address. Google is the authority for Gmail and for organisations (`hd`) alone: anybody can have
 * an account there under an address of their employer's, which stays verified when they leave.
 * https://developers.google.com/identity/gsi/web/guides/verify-google-id-token
 */
export function vouched(
  { domains, provider }: Pick<ConnectionSettings, 'domains' | 'provider'>,
  { email, emailVerified }: Entrant['person'],
  { hd }: JsonObject,
): Pick<Entrant, 'person' | 'ownDomains'> {
  const isAuthority = provider.recognised?.id !== 'google' || typeof hd === 'string' || /@(gmail|googlemail)\.com$/i.test(email ?? '');
  // Where anybody can have an account, or a tenant that writes what it likes, the connection's domains only lead there.
  const ownDomains = isPublicIssuer(provider) || provider.tenants.length > 1 ? [] : domains;
  return { person: { email, emailVerified: emailVerified && isAuthority }, ownDomains };
}

/** Why somebody may not enter. */
export interface Refusal {
  readonly code: SignInErrorCode;
  readonly message: string;
}

/**
 * Whom the rules do not name, and why: `address_not_verified`, `address_not_allowed`, `group_not_allowed`, or that the groups are not known.
 * Undefined: they may enter. An address that nobody vouches for is not compared, so that nobody can ask which ones are listed.
 */
export function refusalOf({ emailDomains, emails, groups: allowed }: EntryRules, entrant: Entrant): Refusal | undefined {
  const { person, groups, userinfoFailed, ownDomains } = entrant;
  if (emailDomains.length + emails.length > 0) {
    const own = comparableAddress(person.email ?? '');
    if (own === undefined || !(person.emailVerified || ownDomains.includes(own.domain)))
      return {
        code: 'address_not_verified',
        message: 'The provider vouches for no address, and ALLOWED_EMAIL_DOMAINS or ALLOWED_EMAILS asks for one.',
      };
    if (!emailDomains.includes(own.domain) && !emails.includes(own.address))
      return { code: 'address_not_allowed', message: 'The address is neither in ALLOWED_EMAILS nor of one of ALLOWED_EMAIL_DOMAINS.' };
  }
  if (allowed.length === 0 || (groups.kind === 'list' && groups.names.some((name) => allowed.includes(name)))) return undefined;
  if (groups.kind === 'list') return { code: 'group_not_allowed', message: 'The person is in none of ALLOWED_GROUPS.' };
  const code = userinfoFailed && groups.kind === 'absent' ? 'groups_unavailable' : unknownGroups[groups.kind];
  return { code, message: 'ALLOWED_GROUPS asks for a group, and the groups of the person are not known.' };
}
