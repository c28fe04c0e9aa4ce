import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Answer } from '../support/page.js';

const forged = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '8443',
  'x-forwarded-prefix': '/evil',
  forwarded: 'for=192.0.2.7;host=evil.example;proto=http',
  accept: 'text/html',
};

/** Asks for `url` with every header in which an attacker can claim that the application lives elsewhere. */
export function requestAsAttacker(url: string, ca: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // The name in TLS stays true: only then does nginx's certificate fit.
    const outgoing = request(url, { ca, servername: 'localhost', agent: false, headers: forged }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }), reject);
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
