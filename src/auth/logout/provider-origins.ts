import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { RelyingParty } from '../../oidc/relying-party.js';

/** Origins to which our sign-out form may lead: the provider's, as far as settings and discovery name them. */
@Injectable()
export class ProviderOrigins {
  private origins: readonly string[];

  constructor(
    settings: Settings,
    private readonly relyingParty: RelyingParty,
  ) {
    const { server, endSession } = settings.provider;
    this.origins = originsOf([server.issuer, server.endpoints?.logout, endSession?.url]);
  }

  current(): readonly string[] {
    return this.origins;
  }

  /** Reads discovery once, in the background; a provider that is down now is asked again at the first sign-in. */
  async learn(): Promise<void> {
    const { end_session_endpoint: endSession } = await this.relyingParty.metadata();
    this.origins = originsOf([...this.origins, endSession]);
  }
}

function originsOf(urls: readonly unknown[]): readonly string[] {
  const origins = urls.flatMap((url) => (typeof url === 'string' ? (URL.parse(url)?.origin ?? []) : []));
  return [...new Set(origins)].filter((origin) => origin !== 'null');
}
