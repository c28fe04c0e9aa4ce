/** The one API token of the embedded organisation. It protects nothing: it exists on this machine only. */
export const MANAGEMENT_TOKEN = '00embedded-okta-development-token';
