import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';
import { startOkta, type RunningOkta } from '../support/start-okta.js';
import { buildApplication, Instance, type Build } from './instances.js';

const starts = 3;
const sizeOfBody = 40;

describe('One instance of the production build', () => {
  let okta: RunningOkta;
  let build: Build;
  let instance: Instance;

  beforeAll(async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    [okta, build] = await Promise.all([startOkta(url), buildApplication()]);
    instance = new Instance(build, port, {
      ...okta.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      SESSION_SECRET: 'f3a9c1e07b5d48269e1f0c7ab3d5824617c9e0fa42bd6837',
    });
  }, 240_000);

  afterAll(async () => {
    await instance?.kill();
    await okta?.close();
    await build?.remove();
  });

  it('starts, and ends with 0 on SIGTERM', async () => {
    const times: number[] = [];
    for (let count = 0; count < starts; count += 1) {
      times.push(await instance.start());
      expect(await instance.stop()).toBe(0);
    }
    console.log(`Start-up until /readyz says ready: ${times.map((time) => `${Math.round(time)} ms`).join(', ')}`);
  });

  it('finishes a request that was under way when SIGTERM came, and takes no other', async () => {
    await instance.start();
    const socket = await beginForm(instance.port);
    const answer = readAll(socket);
    const ended = instance.stop();
    while (await takesConnections(instance.port)) await sleep(20);
    socket.write('logout_token='.padEnd(sizeOfBody, 'x'));
    expect(await answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*\r\n\r\n\{"error":"invalid_request"/);
    expect(await ended).toBe(0);
  });

  it('ends although a client never finishes its request', async () => {
    await instance.start();
    const socket = await beginForm(instance.port);
    const answer = readAll(socket);
    expect(await instance.stop()).toBe(0);
    expect(await answer).toBe('');
  });
});

/** Sends the head of a form of `sizeOfBody` bytes. Resolves when it has arrived, which the answer to Expect says. */
async function beginForm(port: number): Promise<Socket> {
  const socket = createConnection(port, '127.0.0.1');
  const form = `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${sizeOfBody}`;
  socket.write(`POST /backchannel-logout HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n${form}\r\n\r\n`);
  await once(socket, 'data');
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  await once(socket, 'close');
  return text;
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  const isTaken = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isTaken;
}
