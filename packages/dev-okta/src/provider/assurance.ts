/**
 * Okta's values for `acr_values`, weakest first, with the methods (`amr`, RFC 8176) that meet them here.
 * A password meets the first three; the others need a second step.
 */
const levels: ReadonlyMap<string, readonly string[]> = new Map([
  ['urn:okta:loa:1fa:any', ['pwd']],
  ['urn:okta:loa:1fa:pwd', ['pwd']],
  ['urn:okta:loa:2fa:any:ifpossible', ['pwd']],
  ['urn:okta:loa:2fa:any', ['pwd', 'mfa', 'otp']],
  ['phr', ['pwd', 'mfa', 'swk']],
  ['phrh', ['pwd', 'mfa', 'hwk']],
]);

const order = [...levels.keys()];
const secondStep = order.indexOf('urn:okta:loa:2fa:any');

/** @returns the first value of `acr_values` that Okta knows; unknown ones are silently ignored, as Okta does. */
export function requestedAssurance(acrValues: readonly unknown[] | string | undefined): string | undefined {
  const values = typeof acrValues === 'string' ? acrValues.split(' ') : (acrValues ?? []);
  return values.find((value): value is string => typeof value === 'string' && levels.has(value));
}

export function needsSecondStep(acr: string | undefined): boolean {
  return acr !== undefined && order.indexOf(acr) >= secondStep;
}

/** @returns whether a session that reached `reached` is good enough for a request that asks for `wanted`. */
export function meets(reached: string | undefined, wanted: string | undefined): boolean {
  return !needsSecondStep(wanted) || (reached !== undefined && wanted !== undefined && order.indexOf(reached) >= order.indexOf(wanted));
}

/** @returns the authentication methods for the ID token's `amr`. */
export function methodsOf(acr: string | undefined): readonly string[] {
  return (acr !== undefined && levels.get(acr)) || ['pwd'];
}
