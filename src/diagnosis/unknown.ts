import type { Diagnosis } from './diagnosis.js';
import type { Symptom } from './symptom.js';

/** What is said about a symptom that the catalogue does not know: nothing but where it was seen and where to look. */
export function unknown(symptom: Symptom): Diagnosis {
  const place = places[symptom.where];
  return {
    id: 'unknown',
    known: false,
    title: 'Sign-in did not work',
    summary: `${place} gave an error that this application does not know.`,
    who: 'developer',
    advice: 'Try again. If it happens again, send the reference on this page to the people who run this application.',
    steps: [
      "Read the provider's own words: they are all that is known about this error.",
      'Look the request up in the provider’s log by its time and correlation id. In Okta: Reports > System Log.',
      'Run `npm run doctor`, which checks the settings from outside.',
    ],
    paste: [],
    api: undefined,
    source: undefined,
  };
}

const places: Record<Symptom['where'], string> = {
  authorize: 'The sign-in page of the provider',
  callback: 'The answer that the browser brought back',
  token: "The provider's token endpoint",
  id_token: 'The ID token',
  userinfo: "The provider's userinfo endpoint",
  discovery: "The provider's discovery document",
  keys: "The provider's key set",
  par: "The provider's endpoint for pushed requests",
  refresh: 'Renewing the tokens',
  revocation: "The provider's revocation endpoint",
  logout: 'Signing out at the provider',
  logout_token: "The provider's logout message",
  introspection: "The provider's introspection endpoint",
  management: "Okta's Management API",
  settings: "This application's settings",
  application: 'This application',
};
