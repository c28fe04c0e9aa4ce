import type { diagnose } from '@fanlight/doctor/catalogue';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OwnRoutes } from '../auth/http/own-routes.js';
import { installationOf } from '../config/client-options.js';
import { defaultConnection, Settings } from '../config/settings.js';
import { Connections } from '../auth/connections/connections.js';
import type { Problem } from './problem.js';

/** What went wrong, for people: the catalogue of @fanlight/doctor fills all of it. */
export interface Diagnosis {
  /** Stable: pages, logs, metrics and docs/okta.md name it. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly who: 'you' | 'administrator' | 'developer';
  readonly advice: string;
  /** Whether the same may succeed when the person tries again. */
  readonly retry: boolean;
  readonly steps: readonly string[];
  readonly paste: readonly { readonly label: string; readonly value: string }[];
  readonly api: { readonly method: string; readonly path: string; readonly body?: unknown } | undefined;
  readonly source: string | undefined;
}

/** Names what went wrong and how to fix it: by the catalogue where @fanlight/doctor is installed, else by what the error itself says. */
@Injectable()
export class Diagnoser implements OnModuleInit {
  private catalogue: { readonly diagnose: typeof diagnose } | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly routes: OwnRoutes,
    private readonly connections: Connections,
  ) {}

  async onModuleInit(): Promise<void> {
    this.catalogue = await import('@fanlight/doctor/catalogue').catch(ifNotInstalled);
  }

  /** @param connection id of the one by which it happened; undefined: the default one, or none */
  diagnose(problem: Problem, connection = defaultConnection): Diagnosis {
    const { provider } = this.connections.known(connection) ?? this.settings;
    const { publicUrl, environment } = this.settings;
    const facts = {
      ...installationOf({ provider, publicUrl, connection }),
      redirectUri: publicUrl.origin + this.routes.callback(connection),
    };
    return this.catalogue?.diagnose(problem.symptom, facts) ?? plainDiagnosis(problem, environment === 'development');
  }
}

/** What a provider says of the person or of the moment (RFC 6749, OpenID Connect Core 1.0); all else is about how the client is set up. */
const ofThePerson = /^(access_denied|invalid_grant|server_error|temporarily_unavailable|\w+_required)$/;

export function plainDiagnosis({ status, code, message, response, symptom }: Problem, development: boolean): Diagnosis {
  const isSetup = /^(authorization|token)_refused$/.test(code) && response?.error !== undefined && !ofThePerson.test(response.error);
  const isOurs = status >= 500;
  const isSignIn = symptom.where !== 'application';
  const title = isSignIn && !isOurs ? 'You could not be signed in' : titleOf(status);
  const report = 'send the reference on this page to the people who run this application.';
  return {
    id: code,
    title,
    summary: isSetup ? 'The provider does not accept how this application asks for a sign-in.' : message,
    who: isOurs || isSetup ? 'developer' : 'you',
    advice: isOurs ? `Try again. If it happens again, ${report}` : isSetup ? `If it happens to others too, ${report}` : '',
    retry: !isSetup,
    steps: development && isSignIn ? ['Install @fanlight/doctor, and this page says how to mend it: npm install @fanlight/doctor'] : [],
    paste: [],
    api: undefined,
    source: undefined,
  };
}

function titleOf(status: number): string {
  if (status >= 500) return 'Something went wrong here';
  return status === 401 || status === 403 ? 'This page is not open to you' : 'This did not work';
}

/** An optional package that is not there is no error. */
export function ifNotInstalled(error: unknown): undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  // The second where a host's Jest has turned the import into a call of require.
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return undefined;
  throw error;
}
