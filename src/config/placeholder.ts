const wholeValues = [
  /^(\$?\{.*\}|<.*>|\[.*\]|\$\w+|x{3,}|\*{3,}|\.{3}|\u2026)$/i,
  /^(your|my)[-_ ]?(okta|oidc|own|client|app|application|session|super)?[-_ ]?(client|app|session)?[-_ ]?(id|secret|key|password)\b/i,
  /^(change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|with)|to[-_ ]?do|placeholder|insert[-_ ]|(a|some|the)[-_ ]?(secret|long|random))/i,
  /^(secret|password|keyboard cat|client[-_ ]?(id|secret)|session[-_ ]?secret)$/i,
];

const partsOfAddresses = [
  /[{}<>[\]$*]|#{2,}|\.{3}|\u2026/,
  /\bx{3,}\b|-x{3,}/i,
  /\byour[-_]?(okta|org|domain|sub-?domain|company|tenant|issuer)/i,
  /^(https?:\/\/)?(sub-?domain|example|tenant|company|domain)\.(okta|oktapreview|okta-emea)\.com\b/i,
];

/** True for what documentation prints in place of an id or a secret: `{clientId}`, `<client id>`, `changeme`. */
export function isPlaceholder(text: string): boolean {
  return wholeValues.some((pattern) => pattern.test(text.trim()));
}

/** True for an address with a part that still has to be filled in: `https://{yourOktaDomain}`, `dev-xxxx.okta.com`. */
export function isPlaceholderAddress(text: string): boolean {
  return partsOfAddresses.some((pattern) => pattern.test(text.replace(/\[[0-9a-f:.]+\]/i, '')));
}
