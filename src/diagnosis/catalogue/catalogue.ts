import type { Entry } from '../entry.js';
import { accessPolicy } from './access-policy.js';
import { applicationType } from './application-type.js';
import { authentication } from './authentication.js';
import { claims } from './claims.js';
import { client } from './client.js';
import { code } from './code.js';
import { discovery } from './discovery.js';
import { dpop } from './dpop.js';
import { http } from './http.js';
import { idToken } from './id-token.js';
import { loginTransaction } from './login-transaction.js';
import { logout } from './logout.js';
import { management } from './management.js';
import { ownApplication } from './own-application.js';
import { pkce } from './pkce.js';
import { providerTrouble } from './provider-trouble.js';
import { rateLimit } from './rate-limit.js';
import { redirectUri } from './redirect-uri.js';
import { refresh } from './refresh.js';
import { request } from './request.js';
import { scopes } from './scopes.js';
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
  'This application': ownApplication,
  'Any request': http,
  'The doctor': management,
};

/** Everything that is known to go wrong with sign-in: the one source of the error page, the doctor and docs/okta.md. */
export const catalogue: readonly Entry[] = Object.values(chapters).flat();
