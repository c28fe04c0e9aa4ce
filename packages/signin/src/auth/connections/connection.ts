import type { RelyingParty } from '@fanlight/oidc';
import { authorizationServer } from '../../config/provider/authorization-server.js';
import type { ConnectionSettings, ProviderSettings } from '../../config/settings.js';

/** Makes the client of a connection's provider. It asks nothing of the provider yet. */
export type MakeRelyingParty = (id: string, provider: ProviderSettings) => RelyingParty;

/** One way to sign in, with the client of its provider, which is made when it is first needed. */
export class Connection {
  private party: RelyingParty | undefined;
  private organisationParty: RelyingParty | undefined;

  constructor(
    readonly settings: ConnectionSettings,
    /** False: nobody signs in by it; sessions go on, with their refreshes. */
    readonly isEnabled: boolean,
    private readonly make: MakeRelyingParty,
  ) {}

  get id(): string {
    return this.settings.id;
  }

  get provider(): ProviderSettings {
    return this.settings.provider;
  }

  get relyingParty(): RelyingParty {
    return (this.party ??= this.make(this.id, this.provider));
  }

  /** Whether people can make an account by it, as far as that is known: its client is not made for this, nor is the provider asked. */
  get offersSignUp(): boolean {
    return this.settings.entry.loginParameters.includes('prompt') && (this.party?.offersSignUp ?? false);
  }

  /** Okta's organisation signs requests to sign people out, whichever of its servers signs them in: it has its own issuer and keys. */
  get organisation(): RelyingParty {
    const { kind, orgUrl } = this.provider.server;
    if (kind !== 'okta-custom' || orgUrl === undefined) return this.relyingParty;
    return (this.organisationParty ??= this.make(this.id, { ...this.provider, server: authorizationServer({ okta: { orgUrl } }) }));
  }

  /**
   * Whether an `iss` is this provider's. Asks the provider only where its own spelling, or its tenants, may decide.
   * @throws OidcError where it cannot be asked then
   */
  async isIssuer(iss: string): Promise<boolean> {
    if (!mayBeIssuer(this.provider, iss)) return false;
    const { relyingParty } = this;
    if (!relyingParty.isIssuer(iss) && relyingParty.knownMetadata === undefined) await relyingParty.metadata();
    return relyingParty.isIssuer(iss);
  }
}

/** False: an `iss` is certainly neither of this provider nor of its Okta organisation. */
export function mayBeOf(provider: ProviderSettings, iss: string): boolean {
  return iss === provider.server.orgUrl || mayBeIssuer(provider, iss);
}

/** Discovery may spell the issuer with a slash or without one, or stand for many tenants. */
function mayBeIssuer({ server, tenants }: ProviderSettings, iss: string): boolean {
  return slashless(iss) === slashless(server.issuer) || tenants.length > 0;
}

function slashless(issuer: string): string {
  return issuer.replace(/\/$/, '');
}
