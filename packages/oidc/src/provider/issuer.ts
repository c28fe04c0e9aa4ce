import type { JsonObject } from '../json-object.js';

const tenantPlaceholder = '{tenantid}';

export interface IssuerRule {
  /** As the discovery document writes it. */
  readonly issuer: string;
  /**
   * Whether an `iss` is this provider's: the very same string, or for a tenant template one of the tenants that are let in. With `claims`,
   * their `tid` must be that tenant.
   */
  accepts(iss: unknown, claims?: JsonObject): boolean;
  /** The tenant of this provider that claims name by `iss` and `tid`, let in or not; undefined: none, or the provider has no tenants. */
  tenantOf(claims: JsonObject): string | undefined;
}

/**
 * The rule by which `iss` is judged in tokens and responses. Strings are compared, never URLs: case and the slash at the end count
 * (OpenID Connect Core 1.0, section 3.1.3.7 (2)). Entra's documents for several tenants name `…/{tenantid}/…` instead of an issuer.
 */
export function issuerRule(issuer: string, tenants: readonly string[]): IssuerRule {
  if (!isTenantTemplate(issuer)) return { issuer, accepts: (iss) => iss === issuer, tenantOf: () => undefined };
  const pattern = tenantPattern(issuer);
  const namedBy = (iss: unknown): string | undefined => (typeof iss === 'string' ? pattern.exec(iss)?.[1] : undefined);
  return {
    issuer,
    accepts(iss, claims) {
      const tenant = namedBy(iss);
      if (tenant === undefined || (claims !== undefined && claims.tid !== tenant)) return false;
      return tenants.includes('*') || tenants.includes(tenant);
    },
    tenantOf({ iss, tid }) {
      const tenant = namedBy(iss);
      return tenant === tid ? tenant : undefined;
    },
  };
}

export function isTenantTemplate(issuer: string): boolean {
  return issuer.includes(tenantPlaceholder);
}

/** `same`; `slash`: they differ only by a slash at the end; `template`: the document stands for many tenants, the setting among them. */
export function compareIssuers(configured: string, documented: string): 'same' | 'slash' | 'template' | 'different' {
  if (configured === documented) return 'same';
  if (configured.replace(/\/$/, '') === documented.replace(/\/$/, '')) return 'slash';
  return isTenantTemplate(documented) && tenantPattern(documented).test(configured) ? 'template' : 'different';
}

function tenantPattern(template: string): RegExp {
  const [before = '', after = ''] = template.split(tenantPlaceholder, 2).map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${before}([A-Za-z0-9.-]+)${after}$`);
}
