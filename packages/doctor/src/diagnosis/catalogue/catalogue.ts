import type { Entry } from '../entry.js';
import { accessPolicy } from './access-policy.js';
import { authentication } from './authentication.js';
import { applicationType, request } from './authorization-request.js';
import { client, redirectUri } from './client.js';
import { code, dpop } from './code.js';
import { discovery } from './discovery.js';
import { entry } from './entry.js';
import { claims, idToken } from './id-token.js';
import { loginTransaction } from './login-transaction.js';
import { http, ownApplication } from './own-application.js';
import { pkce } from './pkce.js';
import { management, providerTrouble, rateLimit } from './provider-trouble.js';
import { scopes } from './scopes.js';
import { logout, refresh } from './session.js';
import { settings } from './settings.js';

/** Failures by where they show themselves, in the order in which a sign-in meets them. */
export const chapters: Readonly<Record<string, readonly Entry[]>> = {
  Settings: settings,
  'Finding the authorization server': discovery,
  'The redirect URI': redirectUri,
  'Client ID and credentials': client,
  'The kind of application': applicationType,
  Scopes: scopes,
  'Other parameters of the request': request,
  PKCE: pkce,
  'Access policies and assignment': accessPolicy,
  'How the person signs in': authentication,
  'The authorization code': code,
  DPoP: dpop,
  'The ID token': idToken,
  'Groups and other claims': claims,
  Refresh: refresh,
  'Sign-out': logout,
  'Rate limits': rateLimit,
  'The provider has trouble': providerTrouble,
  'The sign-in in the browser': loginTransaction,
  'Who may enter, and by which accounts': entry,
  'This application': ownApplication,
  'Any request': http,
  'The doctor': management,
};

/** Everything that is known to go wrong with sign-in: the one source of the error page, the doctor and docs/okta.md. */
export const catalogue: readonly Entry[] = Object.values(chapters).flat();
