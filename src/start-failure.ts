import { DatabaseError, EmbeddedProviderError, HostError, RequirementError } from '@fanlight/signin';
import { ConfigurationError, formatConfigurationError } from '@fanlight/signin/settings';
import { ViewError } from './rendering/views.js';

/** EX_CONFIG of sysexits.h: the environment is wrong, starting again will not help. */
const wrongConfiguration = 78;

const ours = [DatabaseError, EmbeddedProviderError, HostError, RequirementError, ViewError];

/** True for errors whose message alone tells the operator what is wrong and what to do. */
export function saysWhatToDo(error: unknown): error is Error {
  return ours.some((kind) => error instanceof kind);
}

/** Says in plain words why the application does not start, and ends the process. */
export function failStart(error: unknown): never {
  console.error(explain(error));
  const isConfiguration = error instanceof ConfigurationError || error instanceof EmbeddedProviderError || isPortTaken(error);
  process.exit(isConfiguration ? wrongConfiguration : 1);
}

function explain(error: unknown): string {
  if (error instanceof ConfigurationError) return formatConfigurationError(error);
  if (saysWhatToDo(error)) return error.message;
  if (isPortTaken(error)) return `Port ${error.port} is taken by another program. Stop it, or set PORT and PUBLIC_URL to another port.`;
  if (!(error instanceof Error)) return String(error);
  const { code, address, hostname } = error as ListenError;
  if (!['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) return error.stack ?? error.message;
  const host = address ?? hostname ?? '';
  return `HOST ${host} is not an address of this machine. Set HOST to localhost, 0.0.0.0 or one that is; some shells and conda set it by themselves.`;
}

/** Node's error for an address that cannot be listened on; `hostname` where a name was not found. */
interface ListenError extends Error {
  readonly code: string;
  readonly port: number;
  readonly address?: string;
  readonly hostname?: string;
}

function isPortTaken(error: unknown): error is ListenError {
  return error instanceof Error && (error as ListenError).code === 'EADDRINUSE';
}
