import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { delimiter, join } from 'node:path';

export interface Site {
  /** Ports of the application's instances on 127.0.0.1. */
  readonly instances: readonly number[];
  /** The path below which the application lives, and whether the proxy takes it away. */
  readonly prefix?: { readonly path: string; readonly isStripped: boolean };
}

export interface ProxyServer {
  /** PEM of its self-signed certificate. */
  readonly ca: string;
  remove(): Promise<void>;
}

/** Starts a proxy with TLS on `https://localhost:PORT` for each entry of `sites`, which is keyed by port. */
export type StartProxy = (sites: ReadonlyMap<number, Site>) => Promise<ProxyServer>;

/** The path of a program of the system. `debianPackage`: what to install where there is none. */
export function programOf(name: string, debianPackage: string): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`No ${name} here: install the Debian package ${debianPackage}.`);
  return file;
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
