import type { JsonObject, TokenClaims } from '@fanlight/oidc';
import { z } from 'zod';
import type { Session } from '../session/session.js';
import type { User, UserDetails } from '../users/user-store.js';
import type { RequestSource } from './access/incoming-request.js';
import type { RoleName } from '../config/settings.js';
import type { SignOutReason } from './auth-events.js';
import { SignInError } from './sign-in-error.js';

/** Somebody who has proved at the provider who they are, before anything of them is kept here. */
export interface SignIn {
  /** Id of the connection by which they come. */
  readonly connection: string;
  /** Of the ID token, checked. */
  readonly claims: TokenClaims;
  readonly userinfo: JsonObject | undefined;
  readonly person: UserDetails;
  /** Undefined: no groups claim arrived, or none that could be read. */
  readonly groups: readonly string[] | undefined;
  /** Those that ROLES gives for these groups. */
  readonly roles: readonly RoleName[];
  readonly scopes: readonly string[];
  /** What the user store has of them; undefined: this is their first sign-in. */
  readonly user: User | undefined;
  readonly source: RequestSource;
}

/** `deny`: why not, for the person, who is shown it as text. Otherwise what `CurrentUser` carries; as JSON together at most 4 kB. */
export type SignInDecision = { readonly deny: string } | { readonly roles?: readonly RoleName[]; readonly data?: JsonObject };

/** A session that is over; what it held is not in here. */
export interface SignOutEvent {
  readonly session: Session;
  /** `expired`: nobody used it any more, or its time was up. */
  readonly reason: SignOutReason | 'expired';
  /** Undefined where no request ended it. */
  readonly source: RequestSource | undefined;
}

/** What an application does when people sign in and out, given as options of the module. A token for Nest, whose value may lack both. */
export abstract class SignInHooks {
  /**
   * Runs before the session, and before the person is recorded, so that whatever it throws leaves nothing behind: the tokens are revoked and
   * the response is what that error is elsewhere (500 with a reference, where it is none of Nest's HTTP exceptions). No transaction waits for it.
   * Returning nothing lets the person in.
   */
  onSignIn?(signIn: SignIn): SignInDecision | undefined | void | Promise<SignInDecision | undefined | void>;
  /**
   * Runs once after the end of a session, on the instance that ended it, whoever asked for that; nobody waits for it, and what it throws is
   * logged. Not for sessions that the operator's command ends, in a process of its own.
   */
  onSignOut?(event: SignOutEvent): unknown;
}

const maxBytes = 4096;

const decision = z.union([
  z.strictObject({ deny: z.string().min(1) }),
  z.strictObject({
    roles: z.array(z.custom<RoleName>((role) => typeof role === 'string')).optional(),
    data: z.record(z.string(), z.json()).optional(),
  }),
]);

/** What the session keeps of a decision. */
export type Attached = Exclude<z.infer<typeof decision>, { deny: string }>;

/**
 * Asks onSignIn. Throws SignInError `sign_in_denied`; TypeError where it returned something else than a decision, since a misspelt denial
 * must let nobody in.
 */
export async function askOnSignIn(hooks: SignInHooks, signIn: SignIn): Promise<Attached> {
  const returned: unknown = await hooks.onSignIn?.(signIn);
  if (returned === undefined) return {};
  const { data: decided, error } = decision.safeParse(returned);
  if (decided === undefined) throw new TypeError('onSignIn returned neither { deny } nor { roles, data } as JSON.', { cause: error });
  if ('deny' in decided)
    throw new SignInError('sign_in_denied', `onSignIn denied the sign-in: ${decided.deny}`, {
      detail: { reason: decided.deny },
      person: { ...signIn.person, userId: signIn.user?.id },
    });
  const bytes = Buffer.byteLength(JSON.stringify(decided));
  if (bytes > maxBytes) throw new TypeError(`onSignIn returned ${bytes} bytes of roles and data; a session keeps at most ${maxBytes}.`);
  return decided;
}
